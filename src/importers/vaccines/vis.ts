import type { ConceptContent } from "../../rules/codeSystems/content.js";
import type { PairContent } from "../../rules/crosswalks/content.js";
import { concept } from "../concept.js";
import { fromMonthDayYear } from "../dates.js";
import type { CodeSystemFormat, CrosswalkFormat } from "../format.js";
import { rootElement } from "../head.js";
import { onlyFile, type Parsed, releaseRows, rowPerRecord } from "../rows.js";
import type { RecordShape, XmlRecord } from "../xmlRecords.js";
import { attributesOf, joinedPairs } from "./joinedPairs.js";

const STATEMENTS: RecordShape = { root: "VISLookup", record: "VISInfo", fields: "ELEMENTS" };
const MAPPING: RecordShape = { root: "CVXVIS", record: "CVXVISMapping", fields: "ELEMENTS" };

/** What is printed as a bar code on a statement, edition and all. */
const ENCODED = /^\d{24}$/;

function statement(record: XmlRecord): Parsed<ConceptContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  const code = field("VIS_encoded_string");
  const name = field("VIS_Document_Type_Description");
  const edition = fromMonthDayYear(field("Edition_Date"));
  if (!ENCODED.test(code)) return { rejected: `${JSON.stringify(code)} is no code of a statement` };
  if (name === "") return { rejected: "the statement has no name" };
  if (edition === null) return { rejected: `${JSON.stringify(field("Edition_Date"))} is no date` };
  const status = field("status");
  return {
    content: concept({
      code,
      conceptClass: "Vaccine information statement",
      name: `${name}, ${edition}`,
      shortName: name,
      retired: status === "Historic",
      extras: { status, editionDate: edition, document: field("VIS_GDTI_document_code") },
    }),
  };
}

function pair(record: XmlRecord): Parsed<PairContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  const vaccine = field("CVXCode");
  const code = field("Fully-encodedString");
  if (!/^\d{2,3}$/.test(vaccine)) return { rejected: `${JSON.stringify(vaccine)} is no CVX code` };
  if (!ENCODED.test(code)) return { rejected: `${JSON.stringify(code)} is no code of a statement` };
  return {
    content: {
      sourceSystem: "cvx",
      sourceCode: vaccine,
      targetSystem: "vis",
      targetCode: code,
      relationship: "RELATED_TO",
      attributes: attributesOf({
        document: field("VISDocumentName"),
        editionDate: fromMonthDayYear(field("VISEditionDate")) ?? field("VISEditionDate"),
        status: field("Status"),
      }),
    },
  };
}

/** The statements that are handed out with vaccines, each edition for itself. */
export const visXml: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "vis-xml",
  title: "Vaccine information statements as XML (vis.xml)",
  codeSystem: "vis",
  recognises: (head) => rootElement(head) === STATEMENTS.root,
  read(files) {
    return releaseRows(rowPerRecord(onlyFile(files, this.name), STATEMENTS, statement), files);
  },
};

/** Which statements go with which vaccine, now and formerly. */
export const cvxToVisXml: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "cvx-to-vis-xml",
  title: "CVX vaccine codes to vaccine information statements as XML (cvxvis.xml)",
  subject: { sourceSystem: "cvx", targetSystem: "vis", crosswalkName: "CVX to VIS" },
  recognises: (head) => rootElement(head) === MAPPING.root,
  read(files) {
    return joinedPairs(rowPerRecord(onlyFile(files, this.name), MAPPING, pair), files);
  },
};
