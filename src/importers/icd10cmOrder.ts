import type { ConceptContent } from "../rules/codeSystems/content.js";
import { normalizeCode } from "../rules/codeSystems/normalization.js";
import { concept } from "./concept.js";
import type { CodeSystemFormat, ImportRow, SourceFile } from "./format.js";
import { mostLines } from "./head.js";
import { isProcedureOrder } from "./icd10pcsOrder.js";
import type { Line } from "./lines.js";
import { orderLine } from "./orderLine.js";
import { misshapen, onlyFile, type Parsed, releaseRows, rowPerLine } from "./rows.js";

const LINE = orderLine("[A-Z][0-9A-Z]{2,6}");

/** What fills the places between a code and an extension that stands further to the right. */
const PLACEHOLDERS = /^X*$/;

const SHORTEST_CODE = 3;

function dotted(code: string): string {
  return normalizeCode("ICD10CM", code);
}

/**
 * Parses the lines of one file, and keeps their codes: the parent of a code is the longest
 * beginning of it that stands further up. Only placeholders may fill the gap between the two.
 */
class OrderFile {
  private readonly codes = new Set<string>();

  parse(line: Line): Parsed<ConceptContent> {
    const fields = line.terminated ? LINE.exec(line.text) : null;
    if (fields === null) return misshapen(line, "line of an ICD-10-CM order file");
    const [, code = "", flag, short = "", long = ""] = fields;
    const parent = this.parentOf(code);
    if (parent === undefined) {
      return { rejected: `no code that ${dotted(code)} belongs to stands above it` };
    }
    this.codes.add(code);
    return {
      content: concept({
        code: dotted(code),
        conceptClass: "Diagnosis",
        name: long.trimEnd(),
        shortName: short.trimEnd(),
        parents: parent === null ? [] : [dotted(parent)],
        extras: { billable: flag === "1" },
      }),
    };
  }

  /** Null for a code without a parent, undefined for one whose parent is missing. */
  private parentOf(code: string): string | null | undefined {
    if (code.length === SHORTEST_CODE) return null;
    for (let length = code.length - 1; length >= SHORTEST_CODE; length -= 1) {
      const beginning = code.slice(0, length);
      if (!this.codes.has(beginning)) continue;
      return PLACEHOLDERS.test(code.slice(length, -1)) ? beginning : undefined;
    }
    return undefined;
  }
}

/** The codes of an order file, in its order. */
export function orderRows(file: SourceFile): AsyncGenerator<ImportRow<ConceptContent>> {
  const order = new OrderFile();
  return rowPerLine(file, (line) => order.parse(line));
}

/**
 * The order file of ICD-10-CM, CDC and CMS: all codes, headers among them, of one fiscal year. The
 * order number changes every year and is not kept.
 */
export const icd10cmOrder: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "icd10cm-order",
  title: "ICD-10-CM order file of a fiscal year (icd10cm-order-YYYY.txt)",
  codeSystem: "icd10cm",
  recognises: (head) => mostLines(head, (line) => LINE.test(line)) && !isProcedureOrder(head),
  read(files) {
    return releaseRows(orderRows(onlyFile(files, this.name)), files);
  },
};
