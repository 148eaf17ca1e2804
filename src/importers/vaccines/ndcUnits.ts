import { NO_MAP, type PairContent } from "../../rules/crosswalks/content.js";
import { tidied } from "../concept.js";
import { fromYearMonthDay } from "../dates.js";
import type { CrosswalkFormat } from "../format.js";
import { mostLines } from "../head.js";
import type { Line } from "../lines.js";
import { elevenDigits, ndcParts } from "../ndc/code.js";
import { cutOff, onlyFile, type Parsed, rowPerLine } from "../rows.js";
import { attributesOf, joinedPairs } from "./joinedPairs.js";

/** How the lines of one of CDC's tables of packages are told and read. */
interface Units {
  readonly name: string;
  readonly title: string;
  readonly crosswalkName: string;
  readonly width: number;
  /** The columns by what they become; labeler, product and package are the second to fourth in both. */
  readonly columns: Readonly<Record<string, number>>;
  readonly vaccine: number;
  readonly dashed: number;
}

const SHARED = {
  proprietaryName: 4,
  genericName: 5,
  labeler: 6,
  startDate: 7,
  endDate: 8,
  form: 9,
};

function fieldsOf(text: string, width: number): readonly string[] | null {
  const fields = text.split("|").map(tidied);
  return fields.length === width ? fields : null;
}

function isLine(text: string, { width, vaccine, dashed }: Units): boolean {
  const fields = fieldsOf(text, width);
  return (
    fields !== null &&
    /^\d+$/.test(fields[0] ?? "") &&
    /^(?:\d{2,3})?$/.test(fields[vaccine] ?? "") &&
    /^\d{5}-\d{4}-\d\d$/.test(fields[dashed] ?? "")
  );
}

function parse({ text, ...line }: Line, units: Units): Parsed<PairContent> {
  const fields = fieldsOf(text, units.width);
  if (fields === null || !isLine(text, units)) {
    if (!line.terminated) return cutOff({ text, ...line });
    return { rejected: `this is no line of ${units.width} fields with an NDC and a CVX code` };
  }
  const at = (place: number): string => fields[place] ?? "";
  const code = [at(1), at(2), at(3)].join("-");
  const parts = ndcParts(code);
  const eleven = at(units.dashed).replaceAll("-", "");
  if (parts?.length !== 3) return { rejected: `${JSON.stringify(code)} is no package's NDC` };
  if (elevenDigits(parts) !== eleven) {
    return { rejected: `${code} is ${elevenDigits(parts)} in eleven digits, not ${eleven}` };
  }
  const pair = { sourceSystem: "ndc", sourceCode: code, targetSystem: "cvx" };
  if (at(units.vaccine) === "") {
    return { content: { ...pair, targetCode: NO_MAP, relationship: null, attributes: [] } };
  }
  const texts = Object.entries(units.columns).map(([key, place]) => [key, at(place)] as const);
  const dated = texts.map(([key, value]) => [
    key,
    key.endsWith("Date") ? (fromYearMonthDay(value) ?? value) : value,
  ]);
  return {
    content: {
      ...pair,
      targetCode: at(units.vaccine),
      relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
      attributes: attributesOf({ ndc11: eleven, ...Object.fromEntries(dated) }),
    },
  };
}

function unitsFormat(units: Units): CrosswalkFormat {
  const { name, title, crosswalkName } = units;
  return {
    kind: "CROSSWALK",
    name,
    title,
    subject: { sourceSystem: "ndc", targetSystem: "cvx", crosswalkName },
    recognises: (head) => mostLines(head, (line) => isLine(line, units)),
    read(files) {
      const rows = rowPerLine(onlyFile(files, name), (line) => parse(line, units));
      return joinedPairs(rows, files);
    },
  };
}

/** Which vaccine is in a package that is given. */
export const ndcUnitOfUse = unitsFormat({
  name: "ndc-use-to-cvx",
  title: "NDC of the unit of use to CVX (NDC_Unit_use.txt)",
  crosswalkName: "NDC unit of use to CVX",
  width: 17,
  columns: { ...SHARED, gtin: 16 },
  vaccine: 11,
  dashed: 14,
});

/** Which vaccine is in a package that is sold. */
export const ndcUnitOfSale = unitsFormat({
  name: "ndc-sale-to-cvx",
  title: "NDC of the unit of sale to CVX (NDC_Unit_sale.txt)",
  crosswalkName: "NDC unit of sale to CVX",
  width: 16,
  columns: { ...SHARED, route: 10, gtin: 15 },
  vaccine: 12,
  dashed: 14,
});
