import { type Failure, fieldInvalid } from "../failure.js";
import { characters } from "../text.js";
import { preferredFaults } from "./conceptTexts.js";
import type { ConceptContent, ConceptName } from "./content.js";
import type { LookedUp, LookupList } from "./lookups.js";

const EXTERNAL_ID_LIMIT = 36;
const SHORT = "SHORT";
const INDEX_TERM = "INDEX_TERM";
const FULLY_SPECIFIED = "FULLY_SPECIFIED";

/** Whether a word is in the list that it is looked up in. */
export type IsKnown = (looked: LookedUp) => boolean;

/**
 * What the OpenMRS schema finds wrong with a concept by itself; that names are another concept's is found
 * elsewhere. Retired concepts are not looked at.
 */
export function openMrsFaults(content: ConceptContent, isKnown: IsKnown): readonly Failure[] {
  if (content.retired) return [];
  return [
    ...fullySpecifiedFaults(content.names),
    ...oncePerLocale(content.names),
    ...preferredFaults(content.names),
    ...neverPreferred(content.names),
    ...repeatedNames(content.names),
    ...lookupFaults(content, isKnown),
    ...externalIdFaults(content),
  ];
}

/** Which names of a concept stand in the way of another's: for the message. */
export interface NameConflict {
  /** Place of the name among the concept's names. */
  readonly at: number;
  readonly fullySpecified: boolean;
  /** The concept that has the name. */
  readonly code: string;
}

/** Names that another concept of the code system has in the same language. */
export function conflictFaults(conflicts: readonly NameConflict[]): readonly Failure[] {
  return conflicts.map(({ at, fullySpecified, code }) => {
    const what = fullySpecified ? "fully specified" : "preferred";
    return fieldInvalid(
      ["names", `${at}`, "name"],
      `Concept ${what} name must be unique for same source and locale: ${code} has it`,
    );
  });
}

function fullySpecifiedFaults(names: readonly ConceptName[]): readonly Failure[] {
  return names.some(({ nameType }) => nameType === FULLY_SPECIFIED)
    ? []
    : [fieldInvalid(["names"], "A concept must have at least one fully specified name")];
}

const once = {
  [FULLY_SPECIFIED]: "A concept may not have more than one fully specified name in any locale",
  [SHORT]: "A concept may not have more than one short name in any locale",
} as const;

function oncePerLocale(names: readonly ConceptName[]): readonly Failure[] {
  return [FULLY_SPECIFIED, SHORT].flatMap((type) =>
    repeats(names, (name) => (name.nameType === type ? name.locale : null)).map((at) =>
      fieldInvalid(["names", `${at}`, "nameType"], once[type as keyof typeof once]),
    ),
  );
}

function neverPreferred(names: readonly ConceptName[]): readonly Failure[] {
  return names.flatMap(({ localePreferred, nameType }, at) => {
    if (!localePreferred || (nameType !== SHORT && nameType !== INDEX_TERM)) return [];
    const what = nameType === SHORT ? "A short name" : "An index term";
    const path = ["names", `${at}`, "localePreferred"];
    return [fieldInvalid(path, `${what} cannot be marked as locale preferred`)];
  });
}

function repeatedNames(names: readonly ConceptName[]): readonly Failure[] {
  const key = ({ name, locale, nameType }: ConceptName) =>
    nameType === SHORT ? null : JSON.stringify([name, locale]);
  return repeats(names, key).map((at) =>
    fieldInvalid(
      ["names", `${at}`, "name"],
      "All names except short names must be unique for a concept and locale",
    ),
  );
}

/** Places of the names whose key an earlier one has; null is no key. */
function repeats(
  names: readonly ConceptName[],
  keyOf: (name: ConceptName) => string | null,
): readonly number[] {
  const seen = new Set<string>();
  return names.flatMap((name, at) => {
    const key = keyOf(name);
    if (key === null) return [];
    if (seen.has(key)) return [at];
    seen.add(key);
    return [];
  });
}

const what: Readonly<Record<LookupList, string>> = {
  CLASS: "concept class",
  DATATYPE: "datatype",
  NAME_TYPE: "name type",
  DESCRIPTION_TYPE: "description type",
  LOCALE: "locale",
};

function lookupFaults(content: ConceptContent, isKnown: IsKnown): readonly Failure[] {
  const checked = (path: readonly string[], list: LookupList, word: string | null) =>
    word === null || isKnown({ list, word })
      ? []
      : [fieldInvalid(path, `"${word}" is no ${what[list]} that the schema knows`)];
  return [
    ...checked(["conceptClass"], "CLASS", content.conceptClass),
    ...checked(["datatype"], "DATATYPE", content.datatype),
    ...content.names.flatMap(({ locale, nameType }, at) => [
      ...checked(["names", `${at}`, "locale"], "LOCALE", locale),
      ...checked(["names", `${at}`, "nameType"], "NAME_TYPE", nameType),
    ]),
    ...content.descriptions.flatMap(({ locale, descriptionType }, at) => [
      ...checked(["descriptions", `${at}`, "locale"], "LOCALE", locale),
      ...checked(["descriptions", `${at}`, "descriptionType"], "DESCRIPTION_TYPE", descriptionType),
    ]),
  ];
}

function externalIdFaults({ externalId, names, descriptions }: ConceptContent): readonly Failure[] {
  const checked = (path: readonly string[], id: string | null) =>
    id === null || characters(id) <= EXTERNAL_ID_LIMIT
      ? []
      : [
          fieldInvalid(
            [...path, "externalId"],
            `An external id cannot be more than ${EXTERNAL_ID_LIMIT} characters`,
          ),
        ];
  return [
    ...checked([], externalId),
    ...names.flatMap((name, at) => checked(["names", `${at}`], name.externalId)),
    ...descriptions.flatMap((one, at) => checked(["descriptions", `${at}`], one.externalId)),
  ];
}
