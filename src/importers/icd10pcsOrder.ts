import type { ConceptContent } from "../rules/codeSystems/content.js";
import { concept } from "./concept.js";
import type { CodeSystemFormat } from "./format.js";
import { mostLines } from "./head.js";
import type { Line } from "./lines.js";
import { orderLine } from "./orderLine.js";
import { misshapen, onlyFile, type Parsed, releaseRows, rowPerLine } from "./rows.js";

/** Digits and letters but I and O; a table's first three characters, or a whole code. */
const CHARACTER = "[0-9A-HJ-NP-Z]";
const LINE = orderLine(`[0-9B-DF-HX]${CHARACTER}{2}(?= +0 )|[0-9B-DF-HX]${CHARACTER}{6}(?= 1 )`);
const TABLE = 3;

/** Whether a file that begins like this is an order file of procedures, which one of diagnoses can look like. */
export function isProcedureOrder(head: string): boolean {
  return mostLines(head, (line) => LINE.test(line));
}

/** Parses the lines of one file, and keeps its tables: every code belongs to the table it begins with. */
class OrderFile {
  private readonly tables = new Set<string>();

  parse(line: Line): Parsed<ConceptContent> {
    const fields = line.terminated ? LINE.exec(line.text) : null;
    if (fields === null) return misshapen(line, "line of an ICD-10-PCS order file");
    const [, code = "", flag, short = "", long = ""] = fields;
    const table = code.slice(0, TABLE);
    if (code === table) this.tables.add(table);
    else if (!this.tables.has(table)) {
      return { rejected: `no table ${table} that ${code} belongs to stands above it` };
    }
    return {
      content: concept({
        code,
        conceptClass: code === table ? "Table" : "Procedure",
        name: long.trimEnd(),
        shortName: short.trimEnd(),
        parents: code === table ? [] : [table],
        extras: { billable: flag === "1" },
      }),
    };
  }
}

/** The order file of ICD-10-PCS, CMS: the codes of one fiscal year, and the tables above them. */
export const icd10pcsOrder: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "icd10pcs-order",
  title: "ICD-10-PCS order file of a fiscal year (icd10pcs_order_YYYY.txt)",
  codeSystem: "icd10pcs",
  recognises: isProcedureOrder,
  read(files) {
    const file = onlyFile(files, this.name);
    const order = new OrderFile();
    return releaseRows(
      rowPerLine(file, (line) => order.parse(line)),
      files,
    );
  },
};
