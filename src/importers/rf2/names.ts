import type { ConceptDescription, ConceptName } from "../../rules/codeSystems/content.js";
import type { Described } from "./descriptions.js";

const FULLY_SPECIFIED = "900000000000003001";
const DEFINITION = "900000000000550004";

/** The refsets of dialects and their language tags; others go by the language of the description. */
const DIALECTS: Readonly<Record<string, string>> = {
  "900000000000509007": "en-US",
  "900000000000508004": "en-GB",
  "999001261000000100": "en-GB",
  "32570271000036106": "en-AU",
  "19491000087109": "en-CA",
  "20581000087109": "fr-CA",
  "21000172104": "fr-BE",
  "31000172101": "nl-BE",
  "46011000052107": "sv-SE",
};

/** The dialect whose names are shown where no dialect is asked for. */
const LEADING = "en-US";

/** What the dialects make of a description: by language tag, whether it is preferred. */
function taggedOf({ dialects, language }: Described): ReadonlyMap<string, boolean> {
  return new Map(
    Object.entries(dialects).map(([refset, preferred]) => {
      const tag = DIALECTS[refset];
      return [tag?.startsWith(language) ? tag : language, preferred];
    }),
  );
}

/** The dialects in which the descriptions of one language are used. */
function dialectsOf(descriptions: readonly Described[], language: string): readonly string[] {
  const tags = descriptions
    .filter((one) => one.language === language)
    .flatMap((one) => [...taggedOf(one).keys()]);
  const distinct = [...new Set(tags)].toSorted();
  return distinct.includes(LEADING)
    ? [LEADING, ...distinct.filter((tag) => tag !== LEADING)]
    : distinct;
}

/**
 * The names that a description is: one of its language where all dialects take it alike; else one of each
 * dialect that has it, and for the leading one a name of the language too.
 */
function namesOf(description: Described, dialects: readonly string[]): readonly ConceptName[] {
  const { language, term, type, id } = description;
  const isFull = type === FULLY_SPECIFIED;
  const name = (locale: string, preferred: boolean): ConceptName => ({
    name: term,
    locale,
    localePreferred: preferred && !isFull,
    nameType: isFull ? "FULLY_SPECIFIED" : null,
    externalId: id,
  });
  const tagged = taggedOf(description);
  const values = dialects.map((tag) => tagged.get(tag));
  const isAlike = new Set(values).size <= 1;
  if (isFull || isAlike) return [name(language, values[0] ?? false)];
  const [leading = ""] = dialects;
  const own = tagged.get(leading);
  return [
    ...(own === undefined || leading === language ? [] : [name(language, own)]),
    ...[...tagged].map(([tag, preferred]) => name(tag, preferred)),
  ];
}

/** Of each language one preferred: the fully specified name where no other is. */
function settled(names: readonly ConceptName[]): readonly ConceptName[] {
  const preferred = new Set<string>();
  const first = names.map((name) => {
    const isFirst = name.localePreferred && !preferred.has(name.locale);
    if (isFirst) preferred.add(name.locale);
    return { ...name, localePreferred: isFirst };
  });
  return first.map((name) => {
    const stands = name.nameType === "FULLY_SPECIFIED" && !preferred.has(name.locale);
    if (stands) preferred.add(name.locale);
    return stands ? { ...name, localePreferred: true } : name;
  });
}

/** What the descriptions of a concept make: names, definitions and the semantic tag. */
export interface Wording {
  readonly names: readonly ConceptName[];
  readonly descriptions: readonly ConceptDescription[];
  /** What stands in brackets behind the fully specified name; null where nothing does. */
  readonly tag: string | null;
}

/** The wording of a concept. Where no description is active any more, they all count. */
export function wordingOf(all: readonly Described[]): Wording {
  const active = all.filter((one) => one.active);
  const used = active.length > 0 ? active : all;
  const terms = used.filter(({ type }) => type !== DEFINITION);
  const full = terms.find(({ type }) => type === FULLY_SPECIFIED);
  const names = terms.flatMap((one) => namesOf(one, dialectsOf(terms, one.language)));
  const descriptions = used
    .filter(({ type }) => type === DEFINITION)
    .map(({ term, language, id }, at) => ({
      description: term,
      locale: language,
      localePreferred: at === 0,
      descriptionType: "Definition",
      externalId: id,
    }));
  const tag = /\(([^()]+)\)$/.exec(full?.term ?? "")?.[1] ?? null;
  return { names: settled(names), descriptions, tag };
}
