import { isRecord } from "../../crosswalks/forms/heldAttributes.js";
import type { Losses } from "../../crosswalks/forms/losses.js";
import { collectionUri } from "../../crosswalks/forms/ownUris.js";
import type { CollectionDetails } from "../details.js";
import { FHIR_EXTRAS, type SetDescription, type SetVersion } from "./setContent.js";

/** A release of FHIR whose ValueSets are read and written. */
export type SetRelease = "R4" | "R5";

type Elements = Readonly<Record<string, unknown>>;

/** What an element of a ValueSet is, as far as that is looked at. */
export type ElementType = "TEXT" | "BOOLEAN" | "LIST" | "OBJECT";

function typed(type: ElementType, names: string): readonly (readonly [string, ElementType])[] {
  return names.split(" ").map((name) => [name, type] as const);
}

/** Elements that are kept as they stand in the file, in the order in which they are written. */
export const keptElements: ReadonlyMap<string, ElementType> = new Map([
  ...typed("OBJECT", "meta"),
  ...typed("TEXT", "implicitRules"),
  ...typed("LIST", "identifier"),
  ...typed("TEXT", "versionAlgorithmString"),
  ...typed("OBJECT", "versionAlgorithmCoding"),
  ...typed("BOOLEAN", "experimental"),
  ...typed("TEXT", "date publisher"),
  ...typed("LIST", "contact useContext jurisdiction"),
  ...typed("BOOLEAN", "immutable"),
  ...typed("TEXT", "purpose copyright copyrightLabel approvalDate lastReviewDate"),
  ...typed("OBJECT", "effectivePeriod"),
  ...typed("LIST", "topic author editor reviewer endorser relatedArtifact"),
  ...typed("OBJECT", "scope"),
]);

/** Elements that R4 does not have. */
export const SINCE_R5: ReadonlySet<string> = new Set([
  ..."versionAlgorithmString versionAlgorithmCoding copyrightLabel approvalDate".split(" "),
  ..."lastReviewDate effectivePeriod topic author editor reviewer endorser relatedArtifact".split(
    " ",
  ),
  "scope",
]);

/** Elements that stand in fields of the collection. */
export const heldInFields: ReadonlySet<string> = new Set([
  ..."resourceType id language url version name title status description extension".split(" "),
  ..."compose expansion".split(" "),
]);

/** What stands in one extension of ours because FHIR has no place for it. */
export const SET_EXTENSION = "urn:termgate:collection";

/** A resource's id that is the same for the same short code. */
export function fhirIdOf(shortCode: string): string {
  return shortCode.replaceAll(/[^A-Za-z0-9.-]/g, "-").slice(0, 64);
}

/** The status of a version that has none of its own; without a version it is that of HEAD. */
export function usualStatus(version: Pick<SetVersion, "released" | "retired"> | null): string {
  if (version?.retired) return "retired";
  return version?.released ? "active" : "draft";
}

/** What a file says of a collection is kept in; and what of it the collection says already. */
export interface ExtrasPlace {
  readonly shortCode: string;
  readonly before: Elements;
  /** The version that is made of the file. */
  readonly version: SetVersion | null;
}

/** The extras of a collection as a file describes it. */
export function extrasMeant(
  { extras, wholeExtras, fhirId, status }: SetDescription,
  { shortCode, before, version }: ExtrasPlace,
): Elements {
  const { [FHIR_EXTRAS]: _, ...others } = before;
  const given = { ...(wholeExtras ? {} : others), ...extras };
  const differs = fhirId !== null && fhirId !== shortCode && fhirId !== fhirIdOf(shortCode);
  const kept = given[FHIR_EXTRAS];
  const all = {
    ...(differs ? { id: fhirId } : {}),
    ...(status === null || status === usualStatus(version) ? {} : { status }),
    ...(isRecord(kept) ? kept : {}),
  };
  return Object.keys(all).length > 0 ? { ...given, [FHIR_EXTRAS]: all } : given;
}

/** What a collection says of itself, to be written as a ValueSet. */
export interface HeaderContent {
  readonly uid: string;
  readonly shortCode: string;
  /** URL of its owner. */
  readonly owner: string;
  readonly details: CollectionDetails;
  /** Null: HEAD. */
  readonly version: SetVersion | null;
}

/** What is kept of FHIR in a collection's extras. */
export function fhirExtras({ extras }: Pick<CollectionDetails, "extras">): Elements {
  const kept = extras[FHIR_EXTRAS];
  return isRecord(kept) ? kept : {};
}

/** How the header is written. */
export interface HeaderForm {
  readonly release: SetRelease;
  /** Whether there is a `compose` for what is said of it. */
  readonly composed: boolean;
  readonly losses: Losses;
}

/** The elements of a ValueSet beside its content, `extension` with all that is ours. */
export function setHeader(content: HeaderContent, form: HeaderForm): Elements {
  const { release, losses } = form;
  const { details, version, uid, shortCode } = content;
  const kept = fhirExtras(details);
  const { canonicalUrl, defaultLocale, name, fullName, description } = details;
  const id = typeof kept.id === "string" ? kept.id : fhirIdOf(shortCode);
  const own = ownPart(content, id, form);
  for (const element of Object.keys(own)) {
    losses.add("AS_EXTENSION", element, "A value set has no place for it.");
  }
  const extension = [
    ...(Array.isArray(kept.extension) ? (kept.extension as readonly unknown[]) : []),
    ...(Object.keys(own).length > 0
      ? [{ url: SET_EXTENSION, valueString: JSON.stringify(own) }]
      : []),
  ];
  const label = version?.label ?? null;
  const said = (names: readonly string[]) => {
    const all = names.flatMap((one) => [one, `_${one}`]);
    return Object.fromEntries(
      all.flatMap((one) => (canHold(one, release) && one in kept ? [[one, kept[one]]] : [])),
    );
  };
  return {
    resourceType: "ValueSet",
    id,
    ...said(["meta", "implicitRules"]),
    ...(defaultLocale === "en" ? {} : { language: defaultLocale }),
    ...(extension.length > 0 ? { extension } : {}),
    url: canonicalUrl ?? collectionUri(uid),
    ...said(["identifier"]),
    ...(label === null ? {} : { version: typeof kept.version === "string" ? kept.version : label }),
    name,
    title: fullName,
    status: kept.status ?? usualStatus(version),
    ...(description === null ? {} : { description }),
    ...said([...keptElements.keys()].slice(3)),
    ...said([..."url version name title status description".split(" ")].map((one) => `_${one}`)),
  };
}

function canHold(element: string, release: SetRelease): boolean {
  return release === "R5" || !SINCE_R5.has(element.replace(/^_+/, ""));
}

/** What of a collection a ValueSet has no element for. */
function ownPart(
  { details, version, shortCode, owner }: HeaderContent,
  id: string,
  { release, composed }: HeaderForm,
): Elements {
  const { extras, names, descriptions, supportedLocales, defaultLocale } = details;
  const { [FHIR_EXTRAS]: _, ...others } = extras;
  const newer = Object.entries(fhirExtras(details)).filter(([name]) => !canHold(name, release));
  const locales = supportedLocales.filter((locale) => locale !== defaultLocale);
  const fields: Readonly<Record<string, unknown>> = {
    ...(details.canonicalUrl === null ? { owner } : {}),
    // A value set that its URL names may be called otherwise elsewhere.
    ...(id === shortCode || (details.canonicalUrl !== null && "id" in fhirExtras(details))
      ? {}
      : { shortCode }),
    collectionType: details.collectionType,
    preferredSource: details.preferredSource,
    website: details.website,
    externalId: details.externalId,
    customValidationSchema: details.customValidationSchema,
    publicAccess: details.publicAccess === "VIEW" ? null : details.publicAccess,
    supportedLocales: locales.length > 0 ? locales : null,
    names: names.length > 0 ? names : null,
    descriptions: descriptions.length > 0 ? descriptions : null,
    extras: Object.keys(others).length > 0 ? others : null,
    version: version && ownOfVersion(version, details),
    compose: composed ? null : (fhirExtras(details).compose ?? null),
    newer: newer.length > 0 ? Object.fromEntries(newer) : null,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function ownOfVersion(version: SetVersion, details: CollectionDetails): Elements | null {
  const { description, externalId, extras, released, retired } = version;
  const fields = {
    ...(description === details.description ? {} : { description }),
    ...(externalId === null ? {} : { externalId }),
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
    ...(released ? {} : { released }),
    ...(retired ? { retired } : {}),
  };
  return Object.keys(fields).length > 0 ? fields : null;
}
