import type { ConceptContent } from "./content.js";

/** The lists that a validated concept's words are looked up in. */
export type LookupList = "CLASS" | "DATATYPE" | "NAME_TYPE" | "DESCRIPTION_TYPE" | "LOCALE";

/** A word that is looked up in a list. */
export interface LookedUp {
  readonly list: LookupList;
  readonly word: string;
}

/** The code systems of organization OCL that are these lists where they are here. */
export const lookupShortCodes: Readonly<Record<LookupList, string>> = {
  CLASS: "Classes",
  DATATYPE: "Datatypes",
  NAME_TYPE: "NameTypes",
  DESCRIPTION_TYPE: "DescriptionTypes",
  LOCALE: "Locales",
};

export const LOOKUP_OWNER = "OCL";

const words = (text: string): ReadonlySet<string> => new Set(text.split("|"));

/** The lists where those code systems are not here. */
const builtIn: Readonly<Record<LookupList, ReadonlySet<string>>> = {
  CLASS: words(
    "Aggregate Measurement|Anatomy|Computed|ConvSet|Diagnosis|Drug|Drug form|Finding|Frequency|" +
      "Health Care Monitoring Topics|Indicator|InteractSet|LabSet|Med set|MedSet|Medical supply|Misc|" +
      "Misc Order|Miscellaneous|Miscellaneous Order|Organism|Pharmacologic Drug Class|Procedure|Program|" +
      "Question|Radiology/Imaging Procedure|Service|Specimen|State|Symptom|Symptom/Finding|Test|" +
      "Units of Measure|Workflow",
  ),
  DATATYPE: words(
    "N/A|None|Boolean|Coded|Complex|Date|Datetime|Document|Numeric|Rule|Structured Numeric|Text|Time",
  ),
  NAME_TYPE: words("FULLY_SPECIFIED|SHORT|INDEX_TERM"),
  DESCRIPTION_TYPE: words("Definition|DEFINITION|Description|Comment|Note|Notes|Other|Text"),
  // ISO 639-1; a region or script may follow.
  LOCALE: words(
    "aa|ab|ae|af|ak|am|an|ar|as|av|ay|az|ba|be|bg|bi|bm|bn|bo|br|bs|ca|ce|ch|co|cr|cs|cu|cv|cy|da|de|dv|" +
      "dz|ee|el|en|eo|es|et|eu|fa|ff|fi|fj|fo|fr|fy|ga|gd|gl|gn|gu|gv|ha|he|hi|ho|hr|ht|hu|hy|hz|ia|id|ie|" +
      "ig|ii|ik|io|is|it|iu|ja|jv|ka|kg|ki|kj|kk|kl|km|kn|ko|kr|ks|ku|kv|kw|ky|la|lb|lg|li|ln|lo|lt|lu|lv|" +
      "mg|mh|mi|mk|ml|mn|mr|ms|mt|my|na|nb|nd|ne|ng|nl|nn|no|nr|nv|ny|oc|oj|om|or|os|pa|pi|pl|ps|pt|qu|rm|" +
      "rn|ro|ru|rw|sa|sc|sd|se|sg|si|sk|sl|sm|sn|so|sq|sr|ss|st|su|sv|sw|ta|te|tg|th|ti|tk|tl|tn|to|tr|ts|" +
      "tt|tw|ty|ug|uk|ur|uz|ve|vi|vo|wa|wo|xh|yi|yo|za|zh|zu",
  ),
};

/** Whether a word is in one of our own lists. */
export function isBuiltIn({ list, word }: LookedUp): boolean {
  const entry = list === "LOCALE" ? (word.split("-")[0] ?? "") : word;
  return builtIn[list].has(entry);
}

/** The spellings of a word in a lookup code system: `Fully Specified` for FULLY_SPECIFIED. */
export function spellings({ list, word }: LookedUp): readonly string[] {
  if (list !== "NAME_TYPE") return [word];
  const spaced = word.toLowerCase().replaceAll(/(^|_)[a-z]/g, (start) => start.toUpperCase());
  return [...new Set([word, spaced.replaceAll("_", " ")])];
}

/** All words of a concept that are looked up. Names and descriptions without a type need none. */
export function wordsOf(content: ConceptContent): readonly LookedUp[] {
  const { names, descriptions } = content;
  const typed = (list: LookupList, word: string | null): readonly LookedUp[] =>
    word === null ? [] : [{ list, word }];
  return [
    { list: "CLASS", word: content.conceptClass },
    { list: "DATATYPE", word: content.datatype },
    ...names.flatMap(({ nameType }) => typed("NAME_TYPE", nameType)),
    ...descriptions.flatMap((one) => typed("DESCRIPTION_TYPE", one.descriptionType)),
    ...[...names, ...descriptions].map(
      ({ locale }): LookedUp => ({ list: "LOCALE", word: locale }),
    ),
  ];
}
