import type { ConceptContent } from "../rules/codeSystems/content.js";
import { vaccine } from "./cvx.js";
import { fromMonthDayYear } from "./dates.js";
import type { CodeSystemFormat } from "./format.js";
import { rootElement } from "./head.js";
import { onlyFile, type Parsed, releaseRows, rowPerRecord } from "./rows.js";
import type { RecordShape, XmlRecord } from "./xmlRecords.js";

const SHAPE: RecordShape = { root: "CVXCodes", record: "CVXInfo", fields: "ELEMENTS" };

function parse(record: XmlRecord): Parsed<ConceptContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  return vaccine({
    code: field("CVXCode"),
    shortDescription: field("ShortDescription"),
    fullName: field("FullVaccinename"),
    notes: field("Notes"),
    status: field("Status"),
    lastUpdated: field("LastUpdated"),
    lastUpdatedDate: fromMonthDayYear(field("LastUpdated")),
  });
}

/** CDC's vaccines administered, as XML. */
export const cvxXml: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "cvx-xml",
  title: "CVX vaccine codes as XML (cvx.xml)",
  codeSystem: "cvx",
  recognises: (head) => rootElement(head) === SHAPE.root,
  read(files) {
    return releaseRows(rowPerRecord(onlyFile(files, this.name), SHAPE, parse), files);
  },
};
