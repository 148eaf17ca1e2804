import type { ConceptContent } from "../rules/codeSystems/content.js";
import { tidied } from "./concept.js";
import type { CodeSystemFormat } from "./format.js";
import { mostLines } from "./head.js";
import type { Line } from "./lines.js";
import { manufacturer } from "./mvx.js";
import { misshapen, onlyFile, type Parsed, releaseRows, rowPerLine } from "./rows.js";

/** Code, name, notes, status, last update. */
const LINE =
  /^([A-Z0-9]{2,3} *)\|([^|]*)\|([^|]*)\|([^|]+)\|(\d{4}\/\d\d\/\d\d|\d\d?\/\d\d?\/\d{4}) *$/;

function parse(line: Line): Parsed<ConceptContent> {
  const fields = LINE.exec(line.text)?.map(tidied);
  if (fields === undefined) return misshapen(line, "line of an MVX file");
  const [, code = "", name = "", notes = "", status = "", lastUpdated = ""] = fields;
  return manufacturer({ code, name, notes, status, lastUpdated });
}

/** CDC's manufacturers of vaccines, separated by vertical bars. */
export const mvxFlat: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "mvx-flat",
  title: "MVX vaccine manufacturers separated by vertical bars (mvx.txt)",
  codeSystem: "mvx",
  recognises: (head) => mostLines(head, (line) => LINE.test(line)),
  read(files) {
    return releaseRows(rowPerLine(onlyFile(files, this.name), parse), files);
  },
};
