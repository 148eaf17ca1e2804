import type { Losses } from "../../crosswalks/forms/losses.js";
import { expressionOf } from "../../references/expressionOf.js";
import { namedRepositoryText } from "../../references/repositories.js";
import { ownerOfUrl } from "../../repositories/urls.js";
import type { HeaderContent } from "./fhirSetHeader.js";
import type { SetReference, SetVersion } from "./setContent.js";

type OclObject = Readonly<Record<string, unknown>>;

const ACCESS = { VIEW: "View", EDIT: "Edit", NONE: "None" } as const;

/** Whose something is, as OCL's files say it. @param url `/orgs/CIEL/` */
export function oclOwner(url: string): OclObject {
  const owner = ownerOfUrl(url, null);
  return {
    owner: owner?.name ?? "",
    owner_type: owner?.kind === "USER" ? "User" : "Organization",
  };
}

/** What a collection says of itself, as a line of OCL's bulk import, or in an export. */
export function oclCollection(
  { shortCode, owner, details }: HeaderContent,
  losses: Losses,
): OclObject {
  for (const field of ["names", "descriptions"] as const) {
    if (details[field].length === 0) continue;
    losses.add("LEFT_OUT", field, "OCL's collections have one name and one description.");
  }
  return {
    type: "Collection",
    id: shortCode,
    short_code: shortCode,
    name: details.name,
    full_name: details.fullName,
    ...oclOwner(owner),
    collection_type: details.collectionType,
    public_access: ACCESS[details.publicAccess],
    default_locale: details.defaultLocale,
    supported_locales: details.supportedLocales,
    preferred_source: details.preferredSource,
    website: details.website,
    description: details.description,
    external_id: details.externalId,
    canonical_url: details.canonicalUrl,
    custom_validation_schema: details.customValidationSchema,
    extras: details.extras,
  };
}

/** A version of a collection, as a line of OCL's bulk import, or in an export. */
export function oclVersion(
  { shortCode, owner }: Pick<HeaderContent, "shortCode" | "owner">,
  { label, released, retired, description, externalId, extras }: SetVersion,
): OclObject {
  return {
    type: "Collection Version",
    id: label,
    collection: shortCode,
    ...oclOwner(owner),
    description,
    released,
    retired,
    external_id: externalId,
    extras,
  };
}

/** A reference as OCL's exports have it. */
export function oclReference({ definition, said }: SetReference): OclObject {
  const { system, valuesets, code, resourceVersion, cascade, filters } = definition;
  const { referenceType, include } = definition;
  return {
    expression: expressionOf(definition),
    reference_type: referenceType === "MAPPINGS" ? "mappings" : "concepts",
    include,
    system: system && namedRepositoryText({ ...system, version: null }),
    version: system?.version ?? null,
    code,
    resource_version: resourceVersion,
    valueset: valuesets.length > 0 ? valuesets.map(namedRepositoryText) : null,
    filter: filters.length > 0 ? filters : null,
    cascade: cascade === "NONE" ? null : cascade.toLowerCase().replaceAll("_", ""),
    display: said?.display ?? null,
  };
}

/** What of a line OCL has no place for. @param held the parts that the form holds */
export function tellUnsaid(
  { definition, said }: SetReference,
  held: readonly string[],
  losses: Losses,
): void {
  for (const part of Object.keys(said ?? {})) {
    if (held.includes(part)) continue;
    const message = "OCL's references have no place for it.";
    losses.add("LEFT_OUT", part, message, definition.code ?? "");
  }
}
