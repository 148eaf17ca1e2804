import { type FieldLine, readHeaded } from "../fieldLines.js";
import type { RejectedLine, SourceFile } from "../format.js";
import type { Keyed } from "../grouped.js";
import type { Roles } from "../releaseFiles.js";
import { ndcParts } from "./code.js";

export type NdcRole = "PRODUCTS" | "PACKAGES";

/** The columns of each table; those that older releases do not have come last. */
const COLUMNS = {
  PRODUCTS: {
    names: [
      ..."PRODUCTID PRODUCTNDC PRODUCTTYPENAME PROPRIETARYNAME NONPROPRIETARYNAME".split(" "),
      ..."DOSAGEFORMNAME ROUTENAME STARTMARKETINGDATE ENDMARKETINGDATE".split(" "),
      ..."MARKETINGCATEGORYNAME APPLICATIONNUMBER LABELERNAME SUBSTANCENAME".split(" "),
      ..."ACTIVE_NUMERATOR_STRENGTH ACTIVE_INGRED_UNIT PHARM_CLASSES DEASCHEDULE".split(" "),
      ..."PROPRIETARYNAMESUFFIX NDC_EXCLUDE_FLAG LISTING_RECORD_CERTIFIED_THROUGH".split(" "),
    ],
    required: 17,
  },
  PACKAGES: {
    names: [
      ..."PRODUCTID PRODUCTNDC NDCPACKAGECODE PACKAGEDESCRIPTION".split(" "),
      ..."STARTMARKETINGDATE ENDMARKETINGDATE NDC_EXCLUDE_FLAG SAMPLE_PACKAGE".split(" "),
    ],
    required: 4,
  },
} as const;

/** How the tables are told apart, whatever they are called. */
export const NDC_ROLES: Roles<NdcRole> = {
  PACKAGES: (first) => /^PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\t/.test(first),
  PRODUCTS: (first) => /^PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\t/.test(first),
};

/** A line of one of the tables, by its columns. */
export interface NdcRow {
  readonly role: NdcRole;
  readonly file: string;
  readonly line: number;
  /** Those that are not blank. */
  readonly fields: Readonly<Record<string, string>>;
}

const DATES: readonly string[] = [
  "STARTMARKETINGDATE",
  "ENDMARKETINGDATE",
  "LISTING_RECORD_CERTIFIED_THROUGH",
];

/** What may stand last in a line that nothing ends: a date, a flag, nothing. */
const isWhole = (last: string) => /^(?:\d{8}|[YNEUI]?)\s*$/.test(last);

/** The rows of a table by the products that they are about: packages follow theirs. */
export async function* readNdcTable(
  file: SourceFile,
  role: NdcRole,
): AsyncGenerator<Keyed<NdcRow> | RejectedLine> {
  const columns = COLUMNS[role];
  for await (const line of readHeaded(file, columns, isWhole)) {
    if ("rejected" in line) {
      yield line;
      continue;
    }
    const fields = named(line, columns.names);
    const rejected = faultOf(fields, role);
    if (rejected === null) {
      yield {
        key: fields.PRODUCTNDC ?? "",
        row: { role, file: file.name, line: line.line, fields },
      };
    } else yield { file: file.name, line: line.line, rejected };
  }
}

function named({ fields }: FieldLine, names: readonly string[]): NdcRow["fields"] {
  const pairs = names.map((name, at) => [name, fields[at] ?? ""] as const);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ""));
}

function faultOf(fields: NdcRow["fields"], role: NdcRole): string | null {
  const code = fields.PRODUCTNDC ?? "";
  if (ndcParts(code)?.length !== 2) return `${JSON.stringify(code)} is no product's NDC`;
  if (!fields.PRODUCTID) return "the product has no PRODUCTID";
  const date = DATES.find((name) => !/^(?:\d{8})?$/.test(fields[name] ?? ""));
  if (date !== undefined) return `${date} is ${JSON.stringify(fields[date])}, no date`;
  return role === "PACKAGES" ? packageFault(code, fields.NDCPACKAGECODE ?? "") : null;
}

function packageFault(product: string, code: string): string | null {
  if (ndcParts(code)?.length !== 3) return `${JSON.stringify(code)} is no package's NDC`;
  return code.startsWith(`${product}-`) ? null : `the package ${code} is not of ${product}`;
}
