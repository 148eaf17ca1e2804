import type { ConceptContent, ConceptName } from "../rules/codeSystems/content.js";

/** What the publishers' files say of a code. Texts are trimmed already; blank means none. */
export interface ConceptFields {
  readonly code: string;
  readonly conceptClass: string;
  /** At least one of the two names is not blank. */
  readonly name: string;
  readonly shortName?: string;
  readonly notes?: string;
  readonly parents?: readonly string[];
  readonly retired?: boolean;
  readonly extras?: Readonly<Record<string, unknown>>;
}

/** None of these publishers says a language: all of it is English. */
const LOCALE = "en";

function conceptNames(name: string, shortName: string): readonly ConceptName[] {
  const names: ConceptName[] = [];
  if (name !== "") names.push(conceptName(name, "FULLY_SPECIFIED", true));
  if (shortName !== "" && shortName !== name) {
    names.push(conceptName(shortName, "SHORT", name === ""));
  }
  return names;
}

function conceptName(name: string, nameType: string, localePreferred: boolean): ConceptName {
  return { name, locale: LOCALE, localePreferred, nameType, externalId: null };
}

/** A concept of a code system whose concepts have no datatype; a short name only if it differs. */
export function concept(fields: ConceptFields): ConceptContent {
  const { code, conceptClass, name, shortName = "", notes = "" } = fields;
  return {
    code,
    conceptClass,
    datatype: "N/A",
    names: conceptNames(name, shortName),
    descriptions:
      notes === ""
        ? []
        : [
            {
              description: notes,
              locale: LOCALE,
              localePreferred: true,
              descriptionType: "Notes",
              externalId: null,
            },
          ],
    parents: fields.parents ?? [],
    retired: fields.retired ?? false,
    externalId: null,
    extras: fields.extras ?? {},
  };
}

/** A further name of a concept, in English unless another language is said. */
export function synonym(name: string, locale = LOCALE): ConceptName {
  return { name, locale, localePreferred: false, nameType: null, externalId: null };
}

/** A text trimmed, with every run of blanks, no-break spaces included, as one blank. */
export function tidied(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
