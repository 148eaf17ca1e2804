import { readCsvRecords } from "./csvRecords.js";
import { type BundleFormat, FileRefused, type ImportRow, type SourceFile } from "./format.js";
import { headLines } from "./head.js";
import type { OclRecord } from "./ocl.js";
import { objectOfRow } from "./oclCsvRow.js";
import { oclRecords } from "./oclRecord.js";
import { onlyFile, refuseEmpty } from "./rows.js";

const TYPE = "resource_type";
const SHAPE = { delimiter: ",", unquoted: false } as const;

function columnNames(line: string): readonly string[] {
  return line.split(",").map((name) => name.replaceAll('"', "").trim());
}

/** OCL's bulk import as a table: a resource in every row, what it is in the column `resource_type`. */
export const oclCsv: BundleFormat = {
  kind: "BUNDLE",
  name: "ocl-csv",
  title: "OCL bulk import, CSV with the column resource_type",
  recognises: (head) => columnNames(headLines(head)[0] ?? "").includes(TYPE),
  read(files) {
    return rows(onlyFile(files, this.name));
  },
};

async function* rows(file: SourceFile): AsyncGenerator<ImportRow<OclRecord>> {
  let header: readonly string[] | null = null;
  let any = false;
  for await (const { line, values } of readCsvRecords(file, SHAPE)) {
    if (header === null) {
      header = values.map((value) => value?.trim() ?? "");
      if (!header.includes(TYPE))
        throw new FileRefused(`${file.name}: no column is called ${TYPE}`);
      continue;
    }
    any = true;
    if (values.length > header.length) {
      const rejected = `the row has ${values.length} fields; the columns are ${header.length}`;
      yield { line, rejected };
      continue;
    }
    yield* recordsOf(header, values, line);
  }
  if (!any) refuseEmpty([file], "resource");
}

function* recordsOf(
  header: readonly string[],
  values: readonly (string | null)[],
  line: number,
): Generator<ImportRow<OclRecord>> {
  const object = objectOfRow(header, values);
  const records = "rejected" in object ? object : oclRecords(object.object);
  if ("rejected" in records) {
    yield { line, rejected: records.rejected };
    return;
  }
  for (const [at, content] of records.entries()) yield { line, lines: at === 0 ? 1 : 0, content };
}
