import type { ConceptContent } from "../../rules/codeSystems/content.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { concept, synonym } from "../concept.js";
import type { CodeSystemFormat, ImportRow, SourceFile } from "../format.js";
import { rootElement } from "../head.js";
import { onlyFile, releaseRows } from "../rows.js";
import { withinLimits } from "../textLimits.js";
import type { Entry, EntryKind } from "./entry.js";
import { ROOT, readOutline } from "./outline.js";

type Row = ImportRow<ConceptContent>;

const CLASSES: Readonly<Record<EntryKind, string>> = {
  CHAPTER: "Chapter",
  SECTION: "Section",
  CODE: "Diagnosis",
};

const CODES: Readonly<Record<EntryKind, RegExp>> = {
  CHAPTER: /^[1-9]\d?$/,
  SECTION: /^[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}$/,
  CODE: /^[A-Z][0-9A-Z]{2}(?:\.?[0-9A-Z]{1,4})?$/,
};

/** A seventh character stands behind so many others, the dot not counted. */
const BEFORE_SEVENTH = 6;

/** What a code takes from those above it. */
interface Above {
  readonly code: string | null;
  readonly isCode: boolean;
  readonly seventh: ReadonlyMap<string, string>;
}

function undotted(code: string): string {
  return code.replace(".", "");
}

function faultOf({ kind, code, title, seventh }: Entry, above: string | null): string | null {
  const what = CLASSES[kind].toLowerCase();
  if (!CODES[kind].test(code)) return `${JSON.stringify(code)} is no ${what}'s code`;
  if (above !== null && !(undotted(code).startsWith(undotted(above)) && code !== above)) {
    return `${code} stands below ${above} and does not begin like it`;
  }
  if (title === "") return `${code} has no title`;
  const character = [...seventh.keys()].find((one) => !/^[0-9A-Z]$/.test(one));
  if (character === undefined) return null;
  return `${JSON.stringify(character)} is no seventh character, at ${code}`;
}

function contentOf(entry: Entry, above: string | null, isHeader: boolean): ConceptContent {
  const { kind, title, synonyms, notes, seventh, isPlaceholder } = entry;
  const content = concept({
    code: normalizeCode("ICD10CM", entry.code),
    conceptClass: CLASSES[kind],
    name: title,
    parents: above === null ? [] : [above],
    extras: {
      billable: !isHeader,
      ...Object.fromEntries(notes),
      ...(seventh.size > 0 ? { seventhCharacters: Object.fromEntries(seventh) } : {}),
      ...(isPlaceholder ? { placeholder: true } : {}),
    },
  });
  const others = [...new Set(synonyms)].filter((text) => text !== title);
  return { ...content, names: [...content.names, ...others.map((text) => synonym(text))] };
}

/** The codes with a seventh character below a code that has none, which the list leaves to its readers. */
function* extended(entry: Entry, parent: string, seventh: Above["seventh"]): Generator<Row> {
  const begin = undotted(parent).padEnd(BEFORE_SEVENTH, "X");
  for (const [character, meaning] of seventh) {
    const content = concept({
      code: normalizeCode("ICD10CM", `${begin}${character}`),
      conceptClass: CLASSES.CODE,
      name: meaning === "" ? entry.title : `${entry.title}, ${meaning}`,
      parents: [parent],
      extras: { billable: true, seventhCharacter: character },
    });
    yield { line: entry.line, lines: 0, content };
  }
}

function* codeRows(entry: Entry, above: Above): Generator<Row> {
  const rejected = faultOf(entry, above.isCode ? above.code : null);
  if (rejected !== null) {
    yield { line: entry.line, rejected };
    return;
  }
  const code = normalizeCode("ICD10CM", entry.code);
  const seventh = entry.seventh.size > 0 ? entry.seventh : above.seventh;
  const isLeaf = entry.below.length === 0;
  const isExtended = isLeaf && seventh.size > 0 && undotted(code).length <= BEFORE_SEVENTH;
  const content = contentOf(entry, above.code, !isLeaf || isExtended);
  yield { line: entry.line, lines: 1, content };
  if (isExtended) yield* extended(entry, code, seventh);
  for (const below of entry.below) yield* codeRows(below, { code, isCode: true, seventh });
}

function* entryRows(entry: Entry): Generator<Row> {
  const within = entry.within?.code ?? null;
  if (entry.kind === "CODE") {
    const seventh = entry.within?.seventh ?? new Map<string, string>();
    yield* codeRows(entry, { code: within, isCode: false, seventh });
    return;
  }
  const rejected = faultOf(entry, null);
  if (rejected !== null) yield { line: entry.line, rejected };
  else yield { line: entry.line, lines: 1, content: contentOf(entry, within, true) };
}

/** The chapters, sections and codes of a tabular list, with the codes that it leaves to its readers. */
export async function* tabularRows(file: SourceFile): AsyncGenerator<Row> {
  for await (const entry of readOutline(file)) yield* entryRows(entry);
}

/**
 * The tabular list of ICD-10-CM: chapters, sections and codes with their notes. Codes with a seventh character,
 * which the list does not spell out, are made of those that take one, so that all codes of the order file
 * are here.
 */
export const icd10cmTabular: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "icd10cm-tabular",
  title: "ICD-10-CM tabular list as XML, with chapters and notes (icd10cm_tabular_YYYY.xml)",
  codeSystem: "icd10cm",
  recognises: (head) => rootElement(head) === ROOT,
  read(files) {
    return withinLimits(releaseRows(tabularRows(onlyFile(files, this.name)), files));
  },
};
