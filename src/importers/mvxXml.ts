import type { ConceptContent } from "../rules/codeSystems/content.js";
import { concept } from "./concept.js";
import { fromMonthDayYear } from "./dates.js";
import type { CodeSystemFormat } from "./format.js";
import { rootElement } from "./head.js";
import { onlyFile, type Parsed, releaseRows, rowPerRecord } from "./rows.js";
import type { RecordShape, XmlRecord } from "./xmlRecords.js";

const SHAPE: RecordShape = { root: "MVXCodes", record: "MVXInfo", fields: "PAIRS" };

function parse(record: XmlRecord): Parsed<ConceptContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  const code = field("MVX_CODE");
  const name = field("Manufacturer Name");
  const status = field("Status");
  const lastUpdated = fromMonthDayYear(field("Last Updated"));
  if (!/^[A-Z0-9]{2,3}$/.test(code)) {
    return { rejected: `${JSON.stringify(code)} is no MVX code` };
  }
  if (name === "") return { rejected: "the manufacturer has no name" };
  if (status === "") return { rejected: "the manufacturer has no status" };
  if (lastUpdated === null) {
    return { rejected: `${JSON.stringify(field("Last Updated"))} is no date` };
  }
  return {
    content: concept({
      code,
      conceptClass: "Manufacturer",
      name,
      notes: field("Notes"),
      retired: status === "Inactive",
      extras: { status, lastUpdated },
    }),
  };
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
