import type { ConceptContent } from "../rules/codeSystems/content.js";
import { tidied } from "./concept.js";
import { vaccine } from "./cvx.js";
import { fromYearMonthDay } from "./dates.js";
import type { CodeSystemFormat } from "./format.js";
import { mostLines } from "./head.js";
import type { Line } from "./lines.js";
import { misshapen, onlyFile, type Parsed, releaseRows, rowPerLine } from "./rows.js";

/** Code, short description, full name, notes, status, whether it is no vaccine, last update. */
const LINE =
  /^(\d{2,3} *)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]+)\|(?:True|False) *\|(\d{4}\/\d\d\/\d\d) *$/;

function parse(line: Line): Parsed<ConceptContent> {
  const fields = LINE.exec(line.text)?.map(tidied);
  if (fields === undefined) return misshapen(line, "line of a CVX file");
  const field = (column: number): string => fields[column] ?? "";
  return vaccine({
    code: field(1),
    shortDescription: field(2),
    fullName: field(3),
    notes: field(4),
    status: field(5),
    lastUpdated: field(6),
    lastUpdatedDate: fromYearMonthDay(field(6)),
  });
}

/** CDC's vaccines administered, separated by vertical bars. */
export const cvxFlat: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "cvx-flat",
  title: "CVX vaccine codes separated by vertical bars (cvx.txt)",
  codeSystem: "cvx",
  recognises: (head) => mostLines(head, (line) => LINE.test(line)),
  read(files) {
    return releaseRows(rowPerLine(onlyFile(files, this.name), parse), files);
  },
};
