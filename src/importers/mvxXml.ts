import type { ConceptContent } from "../rules/codeSystems/content.js";
import type { CodeSystemFormat } from "./format.js";
import { rootElement } from "./head.js";
import { manufacturer } from "./mvx.js";
import { onlyFile, type Parsed, releaseRows, rowPerRecord } from "./rows.js";
import type { RecordShape, XmlRecord } from "./xmlRecords.js";

const SHAPE: RecordShape = { root: "MVXCodes", record: "MVXInfo", fields: "PAIRS" };

function parse(record: XmlRecord): Parsed<ConceptContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  return manufacturer({
    code: field("MVX_CODE"),
    name: field("Manufacturer Name"),
    notes: field("Notes"),
    status: field("Status"),
    lastUpdated: field("Last Updated"),
  });
}

/** CDC's manufacturers of vaccines, as XML. */
export const mvxXml: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "mvx-xml",
  title: "MVX vaccine manufacturers as XML (mvx.xml)",
  codeSystem: "mvx",
  recognises: (head) => rootElement(head) === SHAPE.root,
  read(files) {
    return releaseRows(rowPerRecord(onlyFile(files, this.name), SHAPE, parse), files);
  },
};
