import type { ReleasedConcept } from "../../rules/codeSystems/content.js";
import { concept, synonym, tidied } from "../concept.js";
import { fromYearMonthDay } from "../dates.js";
import type { ImportRow } from "../format.js";
import type { Group } from "../grouped.js";
import { elevenDigits, ndcParts } from "./code.js";
import type { NdcRow } from "./tables.js";

/** Columns with several values, and what stands between them. */
const LISTS: Readonly<Record<string, RegExp>> = {
  ROUTENAME: /;\s*/,
  SUBSTANCENAME: /;\s*/,
  ACTIVE_NUMERATOR_STRENGTH: /;\s*/,
  ACTIVE_INGRED_UNIT: /;\s*/,
  // The names of classes have commas too; behind each stands its kind.
  PHARM_CLASSES: /(?<=\]),\s*/,
};
const DATES: ReadonlySet<string> = new Set([
  "STARTMARKETINGDATE",
  "ENDMARKETINGDATE",
  "LISTING_RECORD_CERTIFIED_THROUGH",
]);
/** Columns that become codes and names. */
const TEXTS: ReadonlySet<string> = new Set(["PRODUCTNDC", "NDCPACKAGECODE", "PACKAGEDESCRIPTION"]);

type Product = Readonly<Record<string, unknown>>;

function cellValue(name: string, text: string): unknown {
  const separator = LISTS[name];
  if (separator) return text.split(separator).map(tidied);
  return DATES.has(name) ? (fromYearMonthDay(text) ?? text) : tidied(text);
}

function extrasOf(fields: NdcRow["fields"]): Product {
  const kept = Object.entries(fields).filter(([name]) => !TEXTS.has(name));
  return Object.fromEntries(kept.map(([name, text]) => [name, cellValue(name, text)]));
}

/** What a product is called: its brand, or else what is in it. */
function productName({
  PROPRIETARYNAME,
  PROPRIETARYNAMESUFFIX,
  ...fields
}: NdcRow["fields"]): string {
  const brand = tidied([PROPRIETARYNAME, PROPRIETARYNAMESUFFIX].filter(Boolean).join(" "));
  return brand || tidied(fields.NONPROPRIETARYNAME ?? "");
}

/** Whether marketing had ended on a day, in ISO form. */
function hasEnded({ ENDMARKETINGDATE = "" }: NdcRow["fields"], asOf: string): boolean {
  const end = fromYearMonthDay(ENDMARKETINGDATE);
  return end !== null && end < asOf;
}

/** A product, of which the listing may have several records. */
function productOf(code: string, records: readonly NdcRow[], asOf: string): ReleasedConcept | null {
  const all = records.map(({ fields }) => fields);
  const [first] = all;
  const name = first && productName(first);
  if (!first || !name) return null;
  const content = concept({
    code,
    conceptClass: "Product",
    name,
    retired: all.every((fields) => hasEnded(fields, asOf)),
    extras: { ...extrasOf(first), ...(all.length > 1 ? { listings: all.map(extrasOf) } : {}) },
  });
  const others = all.flatMap((fields) => [
    productName(fields),
    tidied(fields.NONPROPRIETARYNAME ?? ""),
  ]);
  const further = [...new Set(others)].filter((one) => one !== "" && one !== name);
  return { ...content, names: [...content.names, ...further.map((one) => synonym(one))] };
}

function packageOf({ fields }: NdcRow, product: ReleasedConcept, asOf: string): ReleasedConcept {
  const code = fields.NDCPACKAGECODE ?? "";
  const eleven = elevenDigits(ndcParts(code) ?? []);
  const name = product.names[0]?.name ?? "";
  const description = tidied(fields.PACKAGEDESCRIPTION ?? "");
  const content = concept({
    code,
    conceptClass: "Package",
    name: description === "" ? name : `${name}: ${description}`,
    parents: [product.code],
    retired: product.retired || hasEnded(fields, asOf),
    extras: { ...extrasOf(fields), ndc11: eleven },
  });
  // Payers ask by the eleven digits.
  const term = { ...synonym(eleven), nameType: "INDEX_TERM" };
  return { ...content, names: [...content.names, term] };
}

/** A product and its packages, of which each record of a listing may have its own. */
export function* ndcConcepts(
  { key: code, rows }: Group<NdcRow>,
  asOf: string,
): Generator<ImportRow<ReleasedConcept>> {
  const records = rows.filter(({ role }) => role === "PRODUCTS");
  const packages = rows.filter(({ role }) => role === "PACKAGES");
  const ids = new Map<string, number>();
  for (const { file, line, fields } of records) {
    const { PRODUCTID: id = "" } = fields;
    const first = ids.get(id);
    if (first === undefined) ids.set(id, line);
    else yield { file, line, rejected: `the product ${id} stands on line ${first} already` };
  }
  const known = packages.filter(({ fields }) => ids.has(fields.PRODUCTID ?? ""));
  for (const { file, line, fields } of packages) {
    if (ids.has(fields.PRODUCTID ?? "")) continue;
    yield { file, line, rejected: `there is no product ${fields.PRODUCTID}` };
  }
  const [first] = records;
  const product = productOf(code, records, asOf);
  if (!first) return;
  if (!product) {
    yield { file: first.file, line: first.line, rejected: `the product ${code} has no name` };
    return;
  }
  yield { line: first.line, lines: records.length, content: product };
  yield* packageRows(known, product, asOf);
}

/** The packages, each once: the records of a listing repeat them. */
function* packageRows(
  packages: readonly NdcRow[],
  product: ReleasedConcept,
  asOf: string,
): Generator<ImportRow<ReleasedConcept>> {
  const byCode = new Map<string, NdcRow[]>();
  for (const row of packages) {
    const code = row.fields.NDCPACKAGECODE ?? "";
    byCode.set(code, [...(byCode.get(code) ?? []), row]);
  }
  for (const [code, [first, ...others]] of byCode) {
    if (!first) continue;
    const again = others.find(
      ({ fields, file }) => file === first.file && fields.PRODUCTID === first.fields.PRODUCTID,
    );
    if (again) {
      const rejected = `the package ${code} stands on line ${first.line} already`;
      yield { file: again.file, line: again.line, rejected };
    }
    const running = [first, ...others].find(({ fields }) => !hasEnded(fields, asOf)) ?? first;
    const lines = 1 + others.length - (again ? 1 : 0);
    yield { line: first.line, lines, content: packageOf(running, product, asOf) };
  }
}
