import { type Extras, extrasFaults } from "../extras.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { textFaults, trimmed } from "../text.js";
import { EXTERNAL_ID_LIMIT, LOCALES_LIMIT, NAME_LIMIT, TEXT_LIMIT, URI_LIMIT } from "./limits.js";
import { localeMessage, localeTag, orderedLocales, splitLocales } from "./locales.js";
import { isUri } from "./uris.js";
import { schemaFaults, schemaOf, type ValidationSchema } from "./validationSchemas.js";

export type Access = "VIEW" | "EDIT" | "NONE";

/** What a code system or collection says of itself. */
export interface RepositoryDetails {
  readonly name: string;
  readonly fullName: string;
  readonly description: string | null;
  readonly publicAccess: Access;
  readonly defaultLocale: string;
  /** The default first. */
  readonly supportedLocales: readonly string[];
  readonly canonicalUrl: string | null;
  readonly website: string | null;
  readonly externalId: string | null;
  readonly customValidationSchema: ValidationSchema | null;
  readonly extras: Extras;
}

/** The same as a caller gives it. Left out: as it was; null or blank: none. */
export type RepositoryInput = {
  readonly [Field in Exclude<
    keyof RepositoryDetails,
    "publicAccess" | "supportedLocales" | "extras"
  >]?: string | null | undefined;
} & {
  readonly publicAccess?: Access | null | undefined;
  /** Each item may be several languages with commas between. */
  readonly supportedLocales?: readonly string[] | null | undefined;
  readonly extras?: Extras | null | undefined;
};

/** What is wrong with the fields of a repository that is to be made. `what` names it: "Code system". */
export function newRepositoryFaults(input: RepositoryInput, what: string): readonly Failure[] {
  return [...nameFaults(input.name, what), ...fieldFaults(input)];
}

/** What is wrong with new values of a repository's fields: what every one needs can't be taken away. */
export function changedRepositoryFaults(input: RepositoryInput, what: string): readonly Failure[] {
  const taken = (["publicAccess", "defaultLocale"] as const).filter(
    (field) => input[field] !== undefined && trimmed(input[field]) === null,
  );
  return [
    ...(input.name === undefined ? [] : nameFaults(input.name, what)),
    ...taken.map((field) => fieldInvalid([field], `${field} can't be taken away`)),
    ...fieldFaults(input),
  ];
}

/** A new repository's details. The default language is the first supported one where none is given. */
export function newRepositoryDetails(input: RepositoryInput): RepositoryDetails {
  const [first = "en"] = tags(input.supportedLocales);
  const name = trimmed(input.name) ?? "";
  return changedRepositoryDetails(
    { ...input, name, publicAccess: input.publicAccess ?? "VIEW" },
    { ...nothingYet, name, fullName: name, defaultLocale: first },
  );
}

const nothingYet: RepositoryDetails = {
  name: "",
  fullName: "",
  description: null,
  publicAccess: "VIEW",
  defaultLocale: "en",
  supportedLocales: [],
  canonicalUrl: null,
  website: null,
  externalId: null,
  customValidationSchema: null,
  extras: {},
};

/** A repository's details as faultless input leaves them. A full name that was the name goes with it. */
export function changedRepositoryDetails(
  input: RepositoryInput,
  before: RepositoryDetails,
): RepositoryDetails {
  const text = (field: "description" | "canonicalUrl" | "website" | "externalId") =>
    input[field] === undefined ? before[field] : trimmed(input[field]);
  const name = trimmed(input.name) ?? before.name;
  const standing = before.fullName === before.name ? name : before.fullName;
  const defaultLocale = localeTag(input.defaultLocale ?? "") ?? before.defaultLocale;
  const supported =
    input.supportedLocales === undefined ? before.supportedLocales : tags(input.supportedLocales);
  return {
    name,
    fullName: input.fullName === undefined ? standing : (trimmed(input.fullName) ?? name),
    description: text("description"),
    publicAccess: input.publicAccess ?? before.publicAccess,
    defaultLocale,
    supportedLocales: orderedLocales(defaultLocale, supported),
    canonicalUrl: text("canonicalUrl"),
    website: text("website"),
    externalId: text("externalId"),
    customValidationSchema:
      input.customValidationSchema === undefined
        ? before.customValidationSchema
        : schemaOf(input.customValidationSchema),
    extras: input.extras === undefined ? before.extras : (input.extras ?? {}),
  };
}

function nameFaults(given: string | null | undefined, what: string): readonly Failure[] {
  const name = trimmed(given);
  return name === null
    ? [fieldInvalid(["name"], `${what} name is required`)]
    : textFaults(name, { name: `${what} name`, path: ["name"], limit: NAME_LIMIT });
}

const limits = {
  fullName: NAME_LIMIT,
  description: TEXT_LIMIT,
  website: URI_LIMIT,
  externalId: EXTERNAL_ID_LIMIT,
} as const;

function fieldFaults(input: RepositoryInput): readonly Failure[] {
  const texts = Object.entries(limits).flatMap(([field, limit]) => {
    const text = trimmed(input[field as keyof typeof limits]);
    return textFaults(text, { name: field, path: [field], limit });
  });
  return [
    ...texts,
    ...uriFaults(input.canonicalUrl),
    ...localeFaults(input),
    ...schemaFaults(input.customValidationSchema),
    ...extrasFaults(input.extras),
  ];
}

function uriFaults(given: string | null | undefined): readonly Failure[] {
  const uri = trimmed(given);
  const path = ["canonicalUrl"];
  if (uri === null) return [];
  if (!isUri(uri)) return [fieldInvalid(path, "Enter a valid URI.")];
  return textFaults(uri, { name: "canonicalUrl", path, limit: URI_LIMIT });
}

function localeFaults(input: RepositoryInput): readonly Failure[] {
  const single = trimmed(input.defaultLocale);
  const faults =
    single === null || localeTag(single) !== null
      ? []
      : [fieldInvalid(["defaultLocale"], localeMessage(single))];
  const supported = input.supportedLocales ?? [];
  const wrong = supported.flatMap((item, at) =>
    splitLocales([item])
      .filter((locale) => localeTag(locale) === null)
      .map((locale) => fieldInvalid(["supportedLocales", `${at}`], localeMessage(locale))),
  );
  const count = splitLocales(supported).length;
  if (count <= LOCALES_LIMIT) return [...faults, ...wrong];
  const message = `supportedLocales has ${count} languages; at most ${LOCALES_LIMIT} are allowed`;
  return [...faults, fieldInvalid(["supportedLocales"], message)];
}

function tags(locales: readonly string[] | null | undefined): readonly string[] {
  return splitLocales(locales ?? []).flatMap((locale) => localeTag(locale) ?? []);
}
