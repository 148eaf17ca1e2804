import type { PairContent } from "../../rules/crosswalks/content.js";
import { tidied } from "../concept.js";
import { fromMonthDayYear, fromYearMonthDay } from "../dates.js";
import type { CrosswalkFormat } from "../format.js";
import { mostLines, rootElement } from "../head.js";
import type { Line } from "../lines.js";
import { misshapen, onlyFile, type Parsed, rowPerLine, rowPerRecord } from "../rows.js";
import type { RecordShape, XmlRecord } from "../xmlRecords.js";
import { attributesOf, joinedPairs } from "./joinedPairs.js";

const PRODUCTS: RecordShape = { root: "productnames", record: "prodInfo", fields: "PAIRS" };
const PROCEDURES: RecordShape = { root: "CPTCodes", record: "CPTInfo", fields: "PAIRS" };
const CVX = /^\d{2,3}$/;

/** What both of CDC's files say of a product, blanks tidied. */
interface Product {
  readonly name: string;
  readonly vaccine: string;
  readonly manufacturer: string;
  readonly mvx: string;
  readonly status: string;
  readonly updated: string | null;
}

function productPair({ name, vaccine, ...product }: Product): Parsed<PairContent> {
  if (name === "") return { rejected: "the product has no name" };
  if (!CVX.test(vaccine)) return { rejected: `${JSON.stringify(vaccine)} is no CVX code` };
  const { manufacturer, mvx, status, updated } = product;
  return {
    content: {
      sourceSystem: "cvx-product",
      sourceCode: name,
      targetSystem: "cvx",
      targetCode: vaccine,
      relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
      attributes: attributesOf({ manufacturer, mvx, status, lastUpdated: updated ?? "" }),
    },
  };
}

function fromRecord(record: XmlRecord): Parsed<PairContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  return productPair({
    name: field("CDC Product Name"),
    vaccine: field("CVXCode"),
    manufacturer: field("Manufacturer"),
    mvx: field("MVX Code"),
    status: field("Product name Status"),
    updated: fromMonthDayYear(field("Last Updated")),
  });
}

/** Product, short description, CVX, manufacturer, MVX, its status, the product's, last update. */
const LINE =
  /^([^|]+)\|([^|]*)\|(\d{2,3} *)\|([^|]*)\|([A-Z]{0,3} *)\|([^|]*)\|([^|]*)\|(\d{4}\/\d\d\/\d\d) *$/;

function fromLine(line: Line): Parsed<PairContent> {
  const fields = LINE.exec(line.text)?.map(tidied);
  if (fields === undefined) return misshapen(line, "line of a file of product names");
  const at = (place: number): string => fields[place] ?? "";
  return productPair({
    name: at(1),
    vaccine: at(3),
    manufacturer: at(4),
    mvx: at(5),
    status: at(7),
    updated: fromYearMonthDay(at(8)),
  });
}

const subject = {
  sourceSystem: "cvx-product",
  targetSystem: "cvx",
  crosswalkName: "Vaccine product name to CVX",
};

/** Which vaccine a product's name means, and who makes it: several makers are told together. */
export const productNamesXml: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "product-to-cvx-xml",
  title: "Product names of vaccines to CVX as XML (tradename.xml)",
  subject,
  recognises: (head) => rootElement(head) === PRODUCTS.root,
  read(files) {
    return joinedPairs(rowPerRecord(onlyFile(files, this.name), PRODUCTS, fromRecord), files);
  },
};

/** The same, separated by vertical bars. */
export const productNamesFlat: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "product-to-cvx-flat",
  title: "Product names of vaccines to CVX separated by vertical bars (TRADENAME.txt)",
  subject,
  recognises: (head) => mostLines(head, (line) => LINE.test(line)),
  read(files) {
    return joinedPairs(rowPerLine(onlyFile(files, this.name), fromLine), files);
  },
};

/** Descriptions are the AMA's and are not read. */
function procedurePair(record: XmlRecord): Parsed<PairContent> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  const [code, vaccine] = [field("CPT Code"), field("CVX Code")];
  if (!/^\d{4}[0-9A-Z]$/.test(code)) return { rejected: `${JSON.stringify(code)} is no CPT code` };
  if (!CVX.test(vaccine)) return { rejected: `${JSON.stringify(vaccine)} is no CVX code` };
  const updated = fromMonthDayYear(field("LastUpdated")) ?? "";
  return {
    content: {
      sourceSystem: "cpt2025",
      sourceCode: code,
      targetSystem: "cvx",
      targetCode: vaccine,
      relationship: "RELATED_TO",
      attributes: attributesOf({ status: field("Status"), lastUpdated: updated }),
    },
  };
}

/** Which vaccine a CPT code stands for; for organizations that hold the licence. */
export const cptToCvxXml: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "cpt-to-cvx-xml",
  title: "CPT codes, without descriptions, to CVX as XML (cpt.xml)",
  subject: { sourceSystem: "cpt2025", targetSystem: "cvx", crosswalkName: "CPT to CVX" },
  recognises: (head) => rootElement(head) === PROCEDURES.root,
  read(files) {
    return joinedPairs(rowPerRecord(onlyFile(files, this.name), PROCEDURES, procedurePair), files);
  },
};
