import { isSlug } from "../rules/codeSystems/slugs.js";
import { attributeFaults } from "../rules/crosswalks/attributes.js";
import {
  type CustomAttribute,
  type MapRelationship,
  mapRelationships,
  NO_MAP,
  type PairContent,
} from "../rules/crosswalks/content.js";
import { CODE_LIMIT } from "../rules/crosswalks/limits.js";
import { textFaults, trimmed } from "../rules/text.js";
import { type CsvRecord, type CsvShape, readCsvRecords } from "./csvRecords.js";
import {
  type CrosswalkFormat,
  FileRefused,
  type ImportRow,
  type ReadOptions,
  type SourceFile,
  type TableLayout,
} from "./format.js";
import { headLines } from "./head.js";
import { onlyFile, refuseEmpty } from "./rows.js";
import { findColumns, type Place, type TableColumns, type TableField } from "./tableColumns.js";

type Values = CsvRecord["values"];

const AS_THE_HEADER_SAYS: TableLayout = { columns: new Map(), values: new Map(), unquoted: false };

function at(place: Place | undefined, values: Values): string | null {
  if (place === undefined) return null;
  return "value" in place ? place.value : (values[place.column] ?? null);
}

/** Reads one row, collecting what is wrong with it: all of it is reported at once. */
class Row {
  readonly faults: string[] = [];

  constructor(
    private readonly columns: TableColumns,
    private readonly values: Values,
  ) {}

  field(field: TableField): string | null {
    return trimmed(at(this.columns.fields.get(field), this.values));
  }

  system(field: TableField): string {
    const slug = this.field(field);
    if (slug === null) this.faults.push(`${field} is missing`);
    else if (!isSlug(slug)) this.faults.push(`${field} ${JSON.stringify(slug)} is no slug`);
    return slug ?? "";
  }

  code(field: TableField): string {
    const code = this.field(field);
    if (code === null) this.faults.push(`${field} is missing`);
    const faults = textFaults(code, { name: field, path: [], limit: CODE_LIMIT });
    this.faults.push(...faults.map(({ message }) => message));
    return code ?? "";
  }

  /** In the graph's spelling or in FHIR's: `NOT_RELATED_TO`, `not-related-to`. */
  relationship(): MapRelationship | null {
    const given = this.field("relationship");
    if (given === null) return null;
    const spelled = given.toUpperCase().replaceAll("-", "_");
    const known = mapRelationships.find((one) => one === spelled) ?? null;
    if (known === null) {
      this.faults.push(
        `relationship ${JSON.stringify(given)} is none of ${mapRelationships.join(", ")}`,
      );
    }
    return known;
  }

  noMap(): boolean {
    const given = this.field("noMap")?.toLowerCase() ?? "false";
    if (given !== "true" && given !== "false") {
      this.faults.push(`noMap ${JSON.stringify(given)} is neither true nor false`);
    }
    return given === "true";
  }

  /** Those that the row has; one that is there and empty has no value. */
  attributes(): readonly CustomAttribute[] {
    const inputs = this.columns.attributes.flatMap(({ key, place }) => {
      const value = at(place, this.values);
      return value === null ? [] : [{ key, value: trimmed(value) }];
    });
    this.faults.push(...attributeFaults(inputs, []).map(({ message }) => message));
    return inputs;
  }
}

function contentOf(row: Row): PairContent {
  const noMap = row.noMap();
  const content = {
    sourceSystem: row.system("sourceCodeSystem"),
    sourceCode: row.code("sourceCode"),
    targetSystem: row.system("targetCodeSystem"),
    targetCode: noMap ? NO_MAP : row.code("targetCode"),
    relationship: row.relationship(),
    attributes: row.attributes(),
  };
  if (noMap && row.field("targetCode") !== null) {
    row.faults.push("noMap is true, and yet there is a targetCode");
  }
  if (noMap && content.relationship !== null) {
    row.faults.push("a row whose noMap is true can have no relationship");
  }
  return content;
}

function rowOf({ line, values }: CsvRecord, columns: TableColumns): ImportRow<PairContent> {
  if (values.length !== columns.count) {
    const rejected = `there are ${values.length} fields under ${columns.count} headers`;
    return { line, rejected };
  }
  const row = new Row(columns, values);
  const content = contentOf(row);
  return row.faults.length > 0
    ? { line, rejected: row.faults.join("; ") }
    : { line, lines: 1, content };
}

async function* rows(
  files: readonly SourceFile[],
  format: string,
  delimiter: CsvShape["delimiter"],
  { layout = AS_THE_HEADER_SAYS, note }: ReadOptions,
): AsyncGenerator<ImportRow<PairContent>> {
  const file = onlyFile(files, format);
  let columns: TableColumns | null = null;
  for await (const record of readCsvRecords(file, { delimiter, unquoted: layout.unquoted })) {
    if (columns !== null) {
      yield rowOf(record, columns);
      continue;
    }
    columns = columnsOf(file, record, layout);
    if (columns.unread.length > 0) note?.(`columns not read: ${columns.unread.join(", ")}`);
  }
  if (columns === null) refuseEmpty(files, "header");
}

function columnsOf(file: SourceFile, { values }: CsvRecord, layout: TableLayout): TableColumns {
  try {
    return findColumns(
      values.map((name) => name?.trim() ?? ""),
      layout,
    );
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new FileRefused(`${file.name}: ${error.message}`);
  }
}

function tableFormat(kind: "csv" | "tsv", delimiter: CsvShape["delimiter"]): CrosswalkFormat {
  const name = `crosswalk-${kind}`;
  const names = (line: string) => line.split(delimiter).map((one) => one.replaceAll(/^"|"$/g, ""));
  return {
    kind: "CROSSWALK",
    name,
    title: `Crosswalk as ${kind.toUpperCase()}, its columns named by the first line`,
    subject: null,
    recognises: (head) => {
      const header = names(headLines(head)[0] ?? "");
      return header.includes("sourceCode") && header.includes("targetCode");
    },
    read: (files, options) => rows(files, name, delimiter, options),
  };
}

/** A crosswalk as `npm run export` writes it, or anybody's table of one. */
export const crosswalkCsv = tableFormat("csv", ",");
/** The same with tabs between the fields. */
export const crosswalkTsv = tableFormat("tsv", "\t");
