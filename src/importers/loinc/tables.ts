import { type CsvRow, readCsvTable } from "../csvTable.js";
import { FileRefused, type RejectedLine, type SourceFile } from "../format.js";
import type { Keyed } from "../grouped.js";
import type { LoincRole } from "./roles.js";

/** What a line of one of the tables says of a code. */
export type LoincRow = {
  readonly file: string;
  readonly line: number;
} & LoincFact;

type Fields = readonly (readonly [column: string, text: string])[];

type LoincFact =
  | { readonly kind: "TERM"; readonly fields: Fields }
  | { readonly kind: "PART"; readonly fields: Fields }
  | { readonly kind: "CONSUMER_NAME"; readonly name: string }
  | {
      readonly kind: "VARIANT";
      readonly locale: string;
      readonly names: readonly string[];
      readonly short: string;
    }
  | { readonly kind: "REPLACEMENT"; readonly by: string; readonly comment: string }
  | { readonly kind: "PART_LINK"; readonly part: string; readonly type: string }
  | { readonly kind: "PLACE"; readonly parent: string; readonly text: string }
  | { readonly kind: "ANSWER_LIST"; readonly list: string; readonly type: string };

/** How a table is read: the column of the code, those that must be there too, and what a row says. */
interface Table {
  readonly code: string;
  readonly columns: readonly string[];
  fact(row: CsvRow, locale: string): LoincFact;
}

const terms: Table = {
  code: "LOINC_NUM",
  columns: ["STATUS", "LONG_COMMON_NAME"],
  fact: (row) => ({ kind: "TERM", fields: row.entries() }),
};

const tables: Readonly<Record<LoincRole, Table>> = {
  TERMS: terms,
  CORE_TERMS: terms,
  VARIANT: {
    code: "LOINC_NUM",
    columns: ["LONG_COMMON_NAME"],
    fact: (row, locale) => ({
      kind: "VARIANT",
      locale,
      names: [row.get("LONG_COMMON_NAME"), row.get("LinguisticVariantDisplayName")],
      short: row.get("SHORTNAME"),
    }),
  },
  REPLACEMENTS: {
    code: "LOINC",
    columns: ["MAP_TO"],
    fact: (row) => ({ kind: "REPLACEMENT", by: row.get("MAP_TO"), comment: row.get("COMMENT") }),
  },
  CONSUMER_NAMES: {
    code: "LoincNumber",
    columns: ["ConsumerName"],
    fact: (row) => ({ kind: "CONSUMER_NAME", name: row.get("ConsumerName") }),
  },
  PARTS: {
    code: "PartNumber",
    columns: ["PartTypeName", "PartName", "PartDisplayName", "Status"],
    fact: (row) => ({ kind: "PART", fields: row.entries() }),
  },
  PART_LINKS: {
    code: "LoincNumber",
    columns: ["PartNumber", "PartTypeName"],
    fact: (row) => ({
      kind: "PART_LINK",
      part: row.get("PartNumber"),
      type: row.get("PartTypeName"),
    }),
  },
  HIERARCHY: {
    code: "CODE",
    columns: ["IMMEDIATE_PARENT", "CODE_TEXT"],
    fact: (row) => ({
      kind: "PLACE",
      parent: row.get("IMMEDIATE_PARENT"),
      text: row.get("CODE_TEXT"),
    }),
  },
  ANSWER_LISTS: {
    code: "LoincNumber",
    columns: ["AnswerListId", "AnswerListLinkType"],
    fact: (row) => ({
      kind: "ANSWER_LIST",
      list: row.get("AnswerListId"),
      type: row.get("AnswerListLinkType"),
    }),
  },
};

const CODE = /^(?:LP)?[1-9]\d{0,9}-\d$/;

/** The language of a table of translations, as its name says it: `deDE15LinguisticVariant.csv`. */
function localeOf({ name }: SourceFile): string {
  const [, language, country] = /(?:^|\/)([a-z]{2,3})([A-Z]{2})\d*[^/]*$/.exec(name) ?? [];
  if (language && country) return `${language}-${country}`;
  throw new FileRefused(
    `${name}: the name of a linguistic variant must begin with its language, as in deDE15LinguisticVariant.csv`,
  );
}

/** The rows of a table by the codes that they are about. */
export async function* readLoincTable(
  file: SourceFile,
  role: LoincRole,
): AsyncGenerator<Keyed<LoincRow> | RejectedLine> {
  const { code, columns, fact } = tables[role];
  const locale = role === "VARIANT" ? localeOf(file) : "";
  for await (const row of readCsvTable(file, [code, ...columns])) {
    if ("rejected" in row) {
      yield row;
      continue;
    }
    const key = row.get(code);
    const { line } = row;
    const told = fact(row, locale);
    const rejected = faultOf(key, told);
    if (rejected !== null) yield { file: file.name, line, rejected };
    else yield { key, row: { file: file.name, line, ...told } };
  }
}

function faultOf(code: string, fact: LoincFact): string | null {
  const others =
    fact.kind === "REPLACEMENT"
      ? [fact.by]
      : fact.kind === "PLACE" && fact.parent !== ""
        ? [fact.parent]
        : [];
  const wrong = [code, ...others].find((one) => !CODE.test(one));
  return wrong === undefined ? null : `${JSON.stringify(wrong)} is no LOINC code`;
}
