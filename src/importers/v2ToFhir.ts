import { attributeFaults } from "../rules/crosswalks/attributes.js";
import { NO_MAP, type PairContent } from "../rules/crosswalks/content.js";
import { COMMENT, SOURCE_DISPLAY, TARGET_DISPLAY } from "../rules/crosswalks/forms/fhirSlots.js";
import { Losses } from "../rules/crosswalks/forms/losses.js";
import { slugOfUri } from "../rules/crosswalks/forms/ownUris.js";
import { textPieces } from "../rules/crosswalks/forms/pieces.js";
import type { SystemName } from "../rules/crosswalks/forms/systemNames.js";
import { CODE_LIMIT } from "../rules/crosswalks/limits.js";
import { textFaults } from "../rules/text.js";
import { readCsvRecords } from "./csvRecords.js";
import {
  type CrosswalkFormat,
  FileRefused,
  type ImportRow,
  type OpenedCrosswalk,
  type SourceFile,
} from "./format.js";
import { headLines } from "./head.js";
import { onlyFile, refuseEmpty } from "./rows.js";
import { type V2Column, v2Columns } from "./v2ToFhirColumns.js";

const NAME = "v2-to-fhir-csv";

/** What a record says, by columns; blank cells are left out. */
interface V2Record {
  readonly line: number;
  readonly cells: ReadonlyMap<V2Column, string>;
  /** Texts in columns that have no name. */
  readonly unnamed: number;
  /** Why the record can't be read; null where it can. */
  readonly fault: string | null;
}

async function* records(file: SourceFile): AsyncGenerator<V2Record> {
  const headers: (readonly string[])[] = [];
  let columns: readonly (V2Column | null)[] = [];
  for await (const { line, values } of readCsvRecords(file, { delimiter: ",", unquoted: false })) {
    const texts = values.map((value) => value?.trim() ?? "");
    if (headers.length < 2) {
      headers.push(texts);
      if (headers.length === 2) columns = columnsIn(file, headers);
      continue;
    }
    if (texts.every((text) => text === "")) continue;
    const cells = columns.flatMap((column, at) =>
      column === null || !texts[at] ? [] : [[column, texts[at]] as const],
    );
    const unnamed = columns.filter((column, at) => column === null && texts[at]).length;
    const fault = faultOf(texts, columns.length);
    yield { line, cells: new Map(cells), unnamed, fault };
  }
  if (headers.length < 2) refuseEmpty([file], "header");
}

function faultOf(texts: readonly string[], due: number): string | null {
  if (texts.some((text) => text.includes("\0"))) return "there is a NUL character";
  return texts.length === due ? null : `there are ${texts.length} fields; ${due} are due`;
}

function columnsIn(file: SourceFile, [groups = [], names = []]: readonly (readonly string[])[]) {
  const columns = v2Columns(groups, names);
  if (columns !== null) return columns;
  throw new FileRefused(
    `${file.name}: the columns under HL7 v2 and HL7 FHIR are not as HL7 has them`,
  );
}

/** Reads a table of which it is known what systems it names. */
class OpenedTable implements OpenedCrosswalk {
  readonly losses = new Losses();
  readonly mayBeEmpty = true;

  constructor(
    private readonly file: SourceFile,
    /** The one system of all targets; null: there are several, or none. */
    private readonly target: string | null,
  ) {}

  get description(): OpenedCrosswalk["description"] {
    return {
      identifier: null,
      known: null,
      name: titleOf(this.file.name),
      release: null,
      description: null,
      attributes: [],
      owns: () => false,
    };
  }

  async *rows(): AsyncGenerator<ImportRow<PairContent>> {
    for await (const record of records(this.file)) {
      const row = this.row(record);
      if (row !== null) yield row;
    }
  }

  systemNamed(name: string): SystemName {
    const table = /^HL7(\d{4})$/i.exec(name)?.[1];
    if (table === undefined) return { uris: [name], slug: slugOfUri(name) };
    return { uris: [`http://terminology.hl7.org/CodeSystem/v2-${table}`], slug: null };
  }

  private row({ line, cells, unnamed, fault }: V2Record): ImportRow<PairContent> | null {
    if (fault !== null) return { line, rejected: fault };
    const where = `line ${line}`;
    if (unnamed > 0) {
      this.losses.add("LEFT_OUT", "column", "It stands in a column without a name.", where);
    }
    const source = cells.get("v2Code");
    if (source === undefined) {
      const message = "It names no code of HL7 v2; nothing is mapped to it.";
      this.losses.add("LEFT_OUT", "row", message, where);
      return null;
    }
    const sourceSystem = cells.get("v2System");
    if (sourceSystem === undefined) return { line, rejected: `${source} has no Code System` };
    const code = cells.get("fhirCode") ?? NO_MAP;
    const system = cells.get("fhirSystem") ?? (code === NO_MAP ? this.target : null);
    if (system === null) {
      if (code !== NO_MAP) return { line, rejected: `${code} has no Code System` };
      const message =
        "Nothing corresponds to it, and the table does not tell in which code system.";
      this.losses.add("LEFT_OUT", "row", message, where);
      return null;
    }
    return checked(line, {
      sourceSystem,
      sourceCode: source,
      targetSystem: system,
      targetCode: code,
      relationship: null,
      attributes: ATTRIBUTES.flatMap(([column, key]) => {
        const text = cells.get(column);
        return text === undefined ? [] : textPieces(key, text);
      }),
    });
  }
}

const ATTRIBUTES: readonly (readonly [V2Column, string])[] = [
  ["v2Text", SOURCE_DISPLAY],
  ["fhirDisplay", TARGET_DISPLAY],
  ["antlr", "condition.antlr"],
  ["fhirPath", "condition.fhirPath"],
  ["narrative", "condition.narrative"],
  ["comments", COMMENT],
];

function checked(line: number, content: PairContent): ImportRow<PairContent> {
  const faults = [
    ...textFaults(content.sourceCode, { name: "The v2 code", path: [], limit: CODE_LIMIT }),
    ...textFaults(content.targetCode, { name: "The FHIR code", path: [], limit: CODE_LIMIT }),
    ...attributeFaults(content.attributes, []),
  ].map(({ message }) => message);
  return faults.length > 0 ? { line, rejected: faults.join("; ") } : { line, lines: 1, content };
}

/** `HL7 Concept Map: BodyParts`, which file names write otherwise. */
function titleOf(name: string): string {
  const bare = name.split(/[\\/]/).at(-1) ?? name;
  return bare
    .replace(/\.csv$/i, "")
    .replace(/\s+-\s+Sheet\d+$/i, "")
    .replace("_ ", ": ");
}

async function open(file: SourceFile): Promise<OpenedCrosswalk> {
  const targets = new Set<string>();
  for await (const { cells } of records(file)) {
    const system = cells.get("fhirSystem");
    if (system !== undefined) targets.add(system);
  }
  const [only = null, ...others] = targets;
  return new OpenedTable(file, others.length === 0 ? only : null);
}

/** HL7's tables of what codes of its messages of version 2 are in FHIR. */
export const v2ToFhir: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: NAME,
  title: "HL7 v2 to FHIR, a concept map as CSV with two lines of headers",
  subject: null,
  recognises: (head) => {
    const [groups = "", names = ""] = headLines(head).map((line) => line.replace(/^\uFEFF/, ""));
    return v2Columns(groups.split(","), names.split(",")) !== null;
  },
  open: (files) => open(onlyFile(files, NAME)),
  async *read(files) {
    yield* (await open(onlyFile(files, NAME))).rows();
  },
};
