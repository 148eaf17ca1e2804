import type { PairContent } from "../rules/crosswalks/content.js";
import { Losses } from "../rules/crosswalks/forms/losses.js";
import { slugOfUri } from "../rules/crosswalks/forms/ownUris.js";
import { NO_TERM } from "../rules/crosswalks/forms/sssomPredicates.js";
import { JUSTIFICATION, requiredSlots, urisOfBase } from "../rules/crosswalks/forms/sssomSlots.js";
import type { SystemName } from "../rules/crosswalks/forms/systemNames.js";
import { type CsvRecord, readCsvRecords } from "./csvRecords.js";
import {
  type CrosswalkFormat,
  FileRefused,
  type ImportRow,
  type OpenedCrosswalk,
  type ReadOptions,
  type SourceFile,
} from "./format.js";
import { headLines } from "./head.js";
import { refuseEmpty } from "./rows.js";
import { readBeside, readFront, readMetadata, tableBehind } from "./sssomMetadata.js";
import { type RowContext, readRow, type SssomCells, splitCurie } from "./sssomRow.js";
import { SssomSet } from "./sssomSet.js";

const NAME = "sssom-tsv";

interface Row {
  readonly line: number;
  /** Null: it has not as many fields as there are columns. */
  readonly cells: SssomCells | null;
}

/** The rows of a table by the names of its columns. */
async function* tableRows(table: SourceFile): AsyncGenerator<Row> {
  let names: readonly string[] | null = null;
  for await (const record of readCsvRecords(table, { delimiter: "\t", unquoted: false })) {
    if (names === null) names = columnNames(table, record);
    else yield { line: record.line, cells: cellsOf(record, names) };
  }
  if (names === null) refuseEmpty([table], "header");
}

function columnNames({ name: file }: SourceFile, { line, values }: CsvRecord): readonly string[] {
  const names = values.map((name) => name?.trim() ?? "");
  const refuse = (why: string) => {
    throw new FileRefused(`${file}, line ${line}: ${why}`);
  };
  const missing = requiredSlots.find((slot) => !names.includes(slot));
  if (missing !== undefined) {
    refuse(`no column is called ${missing}; the columns are ${names.join(", ")}`);
  }
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  if (twice !== undefined) refuse(`two columns are called ${twice}`);
  return names;
}

function cellsOf({ values }: CsvRecord, names: readonly string[]): SssomCells | null {
  if (values.length !== names.length) return null;
  const cells = names.map((name, at) => [name, values[at]?.trim() ?? ""] as const);
  return new Map(cells.filter(([name, value]) => name !== "" && value !== ""));
}

/** Reads a set whose metadata are known. */
class OpenedSssom implements OpenedCrosswalk {
  readonly description: OpenedCrosswalk["description"];

  constructor(
    private readonly table: SourceFile,
    private readonly context: RowContext,
    codes: ReadonlySet<string>,
    readonly losses: Losses,
  ) {
    this.description = context.set.describe(codes);
  }

  async *rows(): AsyncGenerator<ImportRow<PairContent>> {
    for await (const { line, cells } of tableRows(this.table)) {
      if (cells === null) {
        yield { line, rejected: "there are not as many fields as there are columns" };
        continue;
      }
      const read = readRow(cells, this.context);
      if ("content" in read) yield { line, lines: 1, content: read.content };
      else yield { line, rejected: read.rejected };
    }
  }

  systemNamed(name: string): SystemName {
    if (name.includes(":")) return { uris: [name], slug: slugOfUri(name) };
    const base = this.context.set.prefixes.get(name);
    const uris = base === undefined ? [] : urisOfBase(base);
    return { uris, slug: slugOfUri(uris.at(-1) ?? "") ?? name };
  }
}

/** The table and the metadata beside it, if there are any. */
function apart(files: readonly SourceFile[]) {
  const beside = files.filter(({ name }) => /\.ya?ml$/i.test(name));
  const [table, ...others] = files.filter((file) => !beside.includes(file));
  if (table === undefined || others.length > 0 || beside.length > 1) {
    throw new FileRefused(`${NAME} reads one table, with one file of metadata if there is one`);
  }
  return { table, beside: beside[0] ?? null };
}

async function open(files: readonly SourceFile[], { note }: ReadOptions): Promise<OpenedCrosswalk> {
  const { table: whole, beside } = apart(files);
  const front = await readFront(whole);
  const inFront = readMetadata(whole, front.text);
  const metadata = { ...(beside === null ? {} : await readBeside(beside)), ...inFront };
  const losses = new Losses();
  const table = tableBehind(whole, front);
  const set = new SssomSet(whole.name, metadata, losses);
  const codes = new Set<string>();
  const objects = new Set<string>();
  for await (const { cells } of tableRows(table)) {
    if (cells === null) continue;
    set.needsJustification ||= cells.has(JUSTIFICATION);
    const object = cells.get("object_id") ?? "";
    for (const text of [cells.get("subject_id") ?? "", object]) {
      const curie = splitCurie(text, set.prefixes);
      if ("fault" in curie || text === NO_TERM) continue;
      codes.add(curie.prefix);
      if (text === object) objects.add(curie.prefix);
    }
  }
  if (!set.needsJustification) {
    note?.(
      `no row has a ${JUSTIFICATION}, which SSSOM asks for; nothing is said why codes are mapped`,
    );
  }
  return new OpenedSssom(table, { set, objects }, codes, losses);
}

/** Whether a file is a table of SSSOM, or the metadata of one. */
function recognises(head: string): boolean {
  const lines = headLines(head);
  if (lines.length > 0 && lines.every((line) => line.startsWith("#"))) {
    return lines.some((line) => /^#\s*(curie_map|mapping_set_id):/.test(line));
  }
  const header = lines.find((line) => !line.startsWith("#"))?.split("\t") ?? [];
  const names = header.map((name) => name.replaceAll(/^"|"$/g, "").trim());
  if (names.includes("subject_id") && names.includes("object_id")) return true;
  return lines.some((line) => /^mapping_set_id:/.test(line));
}

/** Mappings as the Simple Standard for Sharing Ontological Mappings has them. */
export const sssomTsv: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: NAME,
  title: "Mappings as SSSOM has them, in TSV, metadata in front or in a .yml",
  subject: null,
  recognises,
  open,
  async *read(files, options) {
    yield* (await open(files, options)).rows();
  },
};
