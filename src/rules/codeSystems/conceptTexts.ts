import { type Failure, fieldInvalid } from "../failure.js";
import { localeMessage, localeTag } from "../repositories/locales.js";
import { textFaults, trimmed } from "../text.js";
import type { ConceptDescription, ConceptName } from "./content.js";
import { DESCRIPTION_LIMIT, NAME_LIMIT, NAMES_LIMIT, WORD_LIMIT } from "./limits.js";
import { descriptionTypeOf, nameTypeOf } from "./nameTypes.js";

interface TextInput {
  /** Left out: English. */
  readonly locale?: string | null | undefined;
  readonly localePreferred?: boolean | null | undefined;
  readonly externalId?: string | null | undefined;
}

export interface NameInput extends TextInput {
  readonly name: string;
  readonly nameType?: string | null | undefined;
}

export interface DescriptionInput extends TextInput {
  readonly description: string;
  readonly descriptionType?: string | null | undefined;
}

/** Names as they are kept, of input without faults. */
export function namesOf(input: readonly NameInput[]): readonly ConceptName[] {
  return input.map((given) => ({
    name: given.name.trim(),
    ...common(given),
    nameType: nameTypeOf(given.nameType),
  }));
}

/** Descriptions as they are kept, of input without faults. */
export function descriptionsOf(input: readonly DescriptionInput[]): readonly ConceptDescription[] {
  return input.map((given) => ({
    description: given.description.trim(),
    ...common(given),
    descriptionType: descriptionTypeOf(given.descriptionType),
  }));
}

function common({ locale, localePreferred, externalId }: TextInput) {
  return {
    locale: localeTag(trimmed(locale) ?? "en") ?? "en",
    localePreferred: localePreferred ?? false,
    externalId: trimmed(externalId),
  };
}

/** What is wrong with the names of a concept, each for itself. */
export function nameFaults(names: readonly NameInput[]): readonly Failure[] {
  return [
    ...countFaults(names, "names"),
    ...names.flatMap((given, at) => [
      ...requiredText(given.name, ["names", `${at}`, "name"], "A name", NAME_LIMIT),
      ...commonFaults(given, ["names", `${at}`]),
      ...wordFaults(given.nameType, ["names", `${at}`, "nameType"], "nameType"),
    ]),
  ];
}

/** What is wrong with the descriptions of a concept. */
export function descriptionFaults(descriptions: readonly DescriptionInput[]): readonly Failure[] {
  return [
    ...countFaults(descriptions, "descriptions"),
    ...descriptions.flatMap((given, at) => {
      const path = ["descriptions", `${at}`];
      return [
        ...requiredText(
          given.description,
          [...path, "description"],
          "A description",
          DESCRIPTION_LIMIT,
        ),
        ...commonFaults(given, path),
        ...wordFaults(given.descriptionType, [...path, "descriptionType"], "descriptionType"),
      ];
    }),
  ];
}

/** Why a short text can't stand in a field, or nothing. */
export function wordFaults(
  given: string | null | undefined,
  path: readonly string[],
  name: string,
): readonly Failure[] {
  return textFaults(trimmed(given), { name, path, limit: WORD_LIMIT });
}

function countFaults(items: readonly unknown[], field: string): readonly Failure[] {
  if (items.length <= NAMES_LIMIT) return [];
  const message = `A concept has ${items.length} ${field}; at most ${NAMES_LIMIT} are allowed`;
  return [fieldInvalid([field], message)];
}

function requiredText(
  given: string,
  path: readonly string[],
  name: string,
  limit: number,
): readonly Failure[] {
  const text = trimmed(given);
  return text === null
    ? [fieldInvalid(path, `${name} can't be blank`)]
    : textFaults(text, { name, path, limit });
}

function commonFaults({ locale, externalId }: TextInput, path: readonly string[]) {
  const tag = trimmed(locale);
  return [
    ...(tag === null || localeTag(tag) !== null
      ? []
      : [fieldInvalid([...path, "locale"], localeMessage(tag))]),
    ...wordFaults(externalId, [...path, "externalId"], "externalId"),
  ];
}

/** In each language one name at most is the one to show. */
export function preferredFaults(names: readonly ConceptName[]): readonly Failure[] {
  const seen = new Set<string>();
  return names.flatMap(({ locale, localePreferred }, at) => {
    if (!localePreferred) return [];
    if (!seen.has(locale)) {
      seen.add(locale);
      return [];
    }
    const path = ["names", `${at}`, "localePreferred"];
    return [fieldInvalid(path, "A concept may not have more than one preferred name (per locale)")];
  });
}
