import type {
  ConceptName,
  ReleasedConcept,
  ReleasedMapping,
} from "../../rules/codeSystems/content.js";
import { concept, synonym } from "../concept.js";
import type { ImportRow } from "../format.js";
import type { Group } from "../grouped.js";
import type { LoincRow } from "./tables.js";

/** The type of the mappings from a term to what is to be used instead. */
export const REPLACED_BY = "REPLACED-BY";

type Of<Kind extends LoincRow["kind"]> = Extract<LoincRow, { kind: Kind }>;

/** Columns of the terms that become names and descriptions; the others are kept as they are. */
const TEXTS: ReadonlySet<string> = new Set([
  ..."LOINC_NUM LONG_COMMON_NAME SHORTNAME DisplayName CONSUMER_NAME".split(" "),
  "DefinitionDescription",
]);

/** All that the tables say of one code, by the kind of what they say. */
class Facts {
  constructor(private readonly rows: readonly LoincRow[]) {}

  of<Kind extends LoincRow["kind"]>(kind: Kind): readonly Of<Kind>[] {
    return this.rows.filter((row): row is Of<Kind> => row.kind === kind);
  }
}

/** The names, each once in its language, and of each language one preferred. */
function distinct(names: readonly ConceptName[]): readonly ConceptName[] {
  const seen = new Set<string>();
  const preferred = new Set<string>();
  const kept: ConceptName[] = [];
  for (const name of names) {
    if (name.name === "" || seen.has(`${name.locale} ${name.name}`)) continue;
    seen.add(`${name.locale} ${name.name}`);
    const localePreferred = name.localePreferred && !preferred.has(name.locale);
    if (localePreferred) preferred.add(name.locale);
    kept.push({ ...name, localePreferred });
  }
  return kept;
}

function ofType(name: string, nameType: string, locale = "en"): ConceptName {
  return { ...synonym(name, locale), nameType };
}

function translated({ locale, names: [first = "", ...others], short }: Of<"VARIANT">) {
  const full = { ...ofType(first, "FULLY_SPECIFIED", locale), localePreferred: true };
  return [full, ofType(short, "SHORT", locale), ...others.map((name) => synonym(name, locale))];
}

function replacement({ by, comment }: Of<"REPLACEMENT">): ReleasedMapping {
  const extras = comment === "" ? {} : { comment };
  return { mapType: REPLACED_BY, toCode: by, toName: null, extras };
}

function parentsOf(facts: Facts): readonly string[] {
  const parents = facts.of("PLACE").map(({ parent }) => parent);
  return [...new Set(parents)].filter((parent) => parent !== "");
}

function listed<Fact>(key: string, facts: readonly Fact[]): Readonly<Record<string, unknown>> {
  return facts.length === 0 ? {} : { [key]: facts };
}

function termOf(code: string, term: Of<"TERM">, facts: Facts): ReleasedConcept {
  const field = new Map(term.fields);
  const text = (name: string): string => field.get(name) ?? "";
  const content = concept({
    code,
    conceptClass: text("CLASS") || "Term",
    name: text("LONG_COMMON_NAME"),
    shortName: text("SHORTNAME"),
    parents: parentsOf(facts),
    retired: text("STATUS") === "DEPRECATED",
    extras: {
      ...Object.fromEntries(term.fields.filter(([name]) => !TEXTS.has(name))),
      ...listed(
        "parts",
        facts.of("PART_LINK").map(({ part, type }) => ({ part, type })),
      ),
      ...listed(
        "answerLists",
        facts.of("ANSWER_LIST").map(({ list, type }) => ({ list, type })),
      ),
    },
  });
  const consumer = [
    text("CONSUMER_NAME"),
    ...facts.of("CONSUMER_NAME").map(({ name }) => name),
  ].map((name) => ofType(name, "CONSUMER"));
  const definition = text("DefinitionDescription");
  return {
    ...content,
    names: distinct([
      ...content.names,
      synonym(text("DisplayName")),
      ...consumer,
      ...facts.of("VARIANT").flatMap(translated),
    ]),
    descriptions:
      definition === ""
        ? []
        : [{ ...NO_DEFINITION, description: definition, descriptionType: "Definition" }],
    mappings: facts.of("REPLACEMENT").map(replacement),
  };
}

const NO_DEFINITION = { locale: "en", localePreferred: true, externalId: null } as const;

/** A part, as the table of parts has it, or as the hierarchy names it. */
function partOf(code: string, part: Of<"PART"> | null, facts: Facts): ReleasedConcept {
  const field = new Map(part?.fields ?? []);
  const text = (name: string): string => field.get(name) ?? "";
  const [place] = facts.of("PLACE");
  const type = text("PartTypeName");
  const status = text("Status");
  const content = concept({
    code,
    conceptClass: "Part",
    name: text("PartDisplayName") || text("PartName") || (place?.text ?? ""),
    parents: parentsOf(facts),
    retired: status !== "" && status !== "ACTIVE",
    extras: {
      ...(type === "" ? {} : { PartTypeName: type }),
      ...(status === "" ? {} : { STATUS: status }),
    },
  });
  return { ...content, names: distinct([...content.names, synonym(text("PartName"))]) };
}

/** The concept that all tables together make of a code, or the lines that can't be about one. */
export function* loincConcept({
  key: code,
  rows,
}: Group<LoincRow>): Generator<ImportRow<ReleasedConcept>> {
  const facts = new Facts(rows);
  const [term, ...repeated] = facts.of("TERM");
  const [part = null, ...repeatedParts] = facts.of("PART");
  for (const { file, line } of [...repeated, ...repeatedParts]) {
    const first = (term ?? part)?.line ?? line;
    yield { file, line, rejected: `the code ${code} stands on line ${first} already` };
  }
  const [first] = rows;
  if (!first) return;
  const isPart = part !== null || (code.startsWith("LP") && facts.of("PLACE").length > 0);
  if (!term && !isPart) {
    const { file, line } = first;
    yield { file, line, rejected: `there is no term ${code}` };
    return;
  }
  const content = term ? termOf(code, term, facts) : partOf(code, part, facts);
  const { file, line } = term ?? part ?? first;
  if (content.names.length === 0) yield { file, line, rejected: `${code} has no name` };
  else yield { line, lines: rows.length, content };
}
