import type { ConceptContent } from "../rules/codeSystems/content.js";
import { decodeHead } from "./decode.js";
import {
  type CodeSystemFormat,
  FileRefused,
  type ImportRow,
  type ReadOptions,
  type SourceFile,
} from "./format.js";
import { groupedByKey, type Keyed } from "./grouped.js";
import { headOf } from "./headBytes.js";
import { icd10cmOrder, orderRows } from "./icd10cmOrder.js";
import { refuseEmpty, releaseRows } from "./rows.js";
import { icd10cmTabular, tabularRows } from "./tabular/icd10cmTabular.js";
import { withinLimits } from "./textLimits.js";

const NAME = "icd10cm-release";

/** What one of the two files says of a code. */
interface Told {
  readonly of: "ORDER" | "TABULAR";
  readonly line: number;
  readonly lines: number;
  readonly content: ConceptContent;
}

type Row = ImportRow<ConceptContent>;

async function only(
  files: readonly SourceFile[],
  format: CodeSystemFormat,
  what: string,
): Promise<SourceFile> {
  const found: SourceFile[] = [];
  for (const file of files) {
    if (format.recognises(decodeHead(await headOf(file)))) found.push(file);
  }
  const [file, ...others] = found;
  if (file !== undefined && others.length === 0) return file;
  throw new FileRefused(
    `${NAME} needs one order file and one tabular list; ${what} is given ${found.length} times`,
  );
}

async function* keyed(
  rows: AsyncIterable<Row>,
  of: Told["of"],
  file: string,
): AsyncGenerator<Keyed<Told> | Extract<Row, { rejected: string }>> {
  for await (const row of rows) {
    if ("rejected" in row) yield { ...row, file };
    else yield { key: row.content.code, row: { of, ...row } };
  }
}

async function* both(order: SourceFile, tabular: SourceFile) {
  yield* keyed(releaseRows(orderRows(order), [order]), "ORDER", order.name);
  yield* keyed(releaseRows(tabularRows(tabular), [tabular]), "TABULAR", tabular.name);
}

/** Title, validity and place of a code are the order file's; the rest is the tabular list's. */
function joined(order: ConceptContent, tabular: ConceptContent): ConceptContent {
  const known = new Set(order.names.map(({ name }) => name));
  const synonyms = tabular.names.slice(1).filter(({ name }) => !known.has(name));
  return {
    ...order,
    names: [...order.names, ...synonyms],
    // Sections stand in the list alone.
    parents: order.parents.length > 0 ? order.parents : tabular.parents,
    extras: { ...tabular.extras, ...order.extras },
  };
}

async function* rows(files: readonly SourceFile[], { note }: ReadOptions): AsyncGenerator<Row> {
  const order = await only(files, icd10cmOrder, "the order file");
  const tabular = await only(files, icd10cmTabular, "the tabular list");
  let codes = 0;
  let inListAlone = 0;
  for await (const group of groupedByKey(both(order, tabular))) {
    if ("rejected" in group) {
      yield group;
      continue;
    }
    const row = rowOf(group.rows);
    if (row === null) inListAlone += 1;
    else {
      codes += 1;
      yield row;
    }
  }
  if (codes === 0) refuseEmpty(files, "code");
  if (inListAlone > 0) {
    note?.(
      `codes of the tabular list that the order file does not have, left out: ${inListAlone}; ` +
        "perhaps the two are of different years",
    );
  }
}

/** Null: a code that the order file does not have. */
function rowOf(told: readonly Told[]): Row | null {
  const order = told.find(({ of }) => of === "ORDER");
  const tabular = told.find(({ of }) => of === "TABULAR");
  const first = order ?? tabular;
  if (first === undefined) throw new Error("A group has a row");
  const lines = told.reduce((sum, one) => sum + one.lines, 0);
  if (order && tabular) return { ...order, lines, content: joined(order.content, tabular.content) };
  return order === undefined && first.content.conceptClass === DIAGNOSIS
    ? null
    : { ...first, lines };
}

const DIAGNOSIS = "Diagnosis";

/**
 * The order file of ICD-10-CM and the tabular list of the same year as one release: chapters, sections, notes
 * and inclusion terms of the list, and the codes with their titles as the order file has them.
 */
export const icd10cmRelease: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: NAME,
  title: "ICD-10-CM order file and tabular list of one year together",
  codeSystem: "icd10cm",
  recognises: (head) => icd10cmOrder.recognises(head) || icd10cmTabular.recognises(head),
  read: (files, options) => withinLimits(rows(files, options)),
};
