import { binaryKind } from "./binary.js";
import { decodeHead } from "./decode.js";
import { headLines, mostLines, outermostMembers, rootElement } from "./head.js";
import { isOrderChange } from "./orderLine.js";
import { requiredFields } from "./tableColumns.js";

function markup(head: string): string | null {
  if (/^\s*<(?:!doctype html|html)\b/i.test(head)) return "an HTML page";
  const root = rootElement(head);
  return root === null ? null : `an XML file with the root element <${root}>`;
}

/** The type of a FHIR resource that begins like this: `resourceType` of the outermost object, wherever it is. */
export function resourceType(head: string): string | null {
  const type = outermostMembers(head).get("resourceType") ?? "";
  return /^\w+$/.test(type) ? type : null;
}

function json(head: string): string | null {
  if (!/^\s*(?:\{\s*["}]|\[\s*["{[\]\d])/.test(head)) return null;
  const type = resourceType(head);
  if (type !== null) return `a FHIR resource in JSON (${type})`;
  const objects = headLines(head).filter((line) => line.startsWith("{") && line.endsWith("}"));
  return objects.length > 1 ? "a file of JSON lines" : "a JSON file";
}

function occurrences(line: string, separator: string): number {
  return line.replace(/"[^"]*"/g, "").split(separator).length - 1;
}

/** Whether most of several lines have the same number of separators, at least `least`. */
function isTable(head: string, separator: string, least: number): boolean {
  const lines = headLines(head);
  const counts = new Map<number, number>();
  for (const line of lines) {
    const columns = occurrences(line, separator);
    counts.set(columns, (counts.get(columns) ?? 0) + 1);
  }
  const most = [...counts].find(([, count]) => count * 2 > lines.length);
  return most !== undefined && lines.length > 1 && most[0] >= least;
}

/** Tables that publishers ship, by what their first line begins with. */
const HEADERS: readonly (readonly [RegExp, string])[] = [
  [/^id\teffectiveTime\tactive\tmoduleId\t/, "a SNOMED CT RF2 file"],
  [/^"?LOINC_NUM"?,/, "a table of LOINC"],
  [/^PRODUCTID\tPRODUCTNDC\t/, "a table of the NDC directory"],
];

function table(head: string): string | null {
  const known = HEADERS.find(([header]) => header.test(head));
  if (known) return known[1];
  if (mostLines(head, isOrderChange)) return "a list of changes to an order file (addenda)";
  const rows = head.replace(/^(?:#.*\n)+/, "");
  if (isTable(rows, "\t", 1)) return `a table separated by tabs${lackedOfCrosswalk(rows, "\t")}`;
  if (isTable(rows, "|", 2)) {
    const rrf = headLines(rows).every((line) => line.endsWith("|"));
    return rrf ? "an RRF file of RxNorm or UMLS" : "a table separated by vertical bars";
  }
  // Descriptions in fixed columns have commas too.
  const isAligned = mostLines(rows, (line) => line.includes("   "));
  return !isAligned && isTable(rows, ",", 1) ? `a CSV file${lackedOfCrosswalk(rows, ",")}` : null;
}

/** Which columns a table lacks that has some of those of a crosswalk; "" where it has none, or all. */
function lackedOfCrosswalk(rows: string, separator: string): string {
  const [header = ""] = headLines(rows);
  const names = header.split(separator).map((name) => name.replace(/^\s*"?|"?\s*$/g, ""));
  const lacked: readonly string[] = requiredFields.filter((field) => !names.includes(field));
  const isOther = lacked.length === 0 || lacked.length === requiredFields.length;
  return isOther ? "" : `, a crosswalk without ${lacked.join(" and ")}`;
}

/** What a file that begins like this seems to be, as the end of a sentence: `a zip archive`. */
export function seems(bytes: Uint8Array): string {
  const binary = binaryKind(bytes);
  if (binary !== null) return binary;
  const head = decodeHead(bytes);
  if (head.trim() === "") return "an empty file";
  return markup(head) ?? json(head) ?? table(head) ?? "a text file";
}
