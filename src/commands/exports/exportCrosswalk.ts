import { attributeHeader, tableFields } from "../../importers/tableColumns.js";
import { csvRecord } from "../../kernel/csv.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { type CustomAttribute, NO_MAP } from "../../rules/crosswalks/content.js";
import {
  attributeKeys,
  countPairs,
  type ExportedPair,
  pairsInOrder,
  versionToExport,
} from "../../store/crosswalks/export.js";
import type { Database } from "../../store/database.js";

/** More kinds of attributes than this are no table any more. */
const ATTRIBUTE_COLUMNS_LIMIT = 1000;

/** A version as a table. */
export interface CrosswalkTable {
  readonly name: string;
  readonly version: number;
  /** Rows behind the header. */
  readonly rows: number;
  /** The text of the table in pieces, with the number of rows in each; read once. */
  readonly pieces: AsyncIterable<{ readonly text: string; readonly rows: number }>;
}

/**
 * A version of a crosswalk as the table that `crosswalk-csv` reads, whoever it belongs to: for the operator.
 * @param version its number; null: the newest published one
 */
export async function exportCrosswalk(
  database: Database,
  identifier: string,
  version: number | null,
): Promise<Result<CrosswalkTable, string>> {
  const found = await versionToExport(database.reads, identifier, version);
  if (!found) {
    const missing = version === null ? "a published version" : `a version ${version}`;
    return failed(`There is no crosswalk ${identifier} with ${missing}`);
  }
  const keys = await attributeKeys(database.reads, found, ATTRIBUTE_COLUMNS_LIMIT + 1);
  if (keys.length > ATTRIBUTE_COLUMNS_LIMIT) {
    return failed(`Its pairs have more than ${ATTRIBUTE_COLUMNS_LIMIT} kinds of attributes`);
  }
  const rows = await countPairs(database.reads, found);
  const pieces = tablePieces(pairsInOrder(database, found), keys);
  return ok({ name: found.name, version: found.ordinal, rows, pieces });
}

async function* tablePieces(
  batches: AsyncIterable<readonly ExportedPair[]>,
  keys: readonly string[],
): CrosswalkTable["pieces"] {
  yield { text: csvRecord([...tableFields, ...keys.map(attributeHeader)]), rows: 0 };
  for await (const batch of batches) {
    yield { text: batch.map((pair) => pairRecord(pair, keys)).join(""), rows: batch.length };
  }
}

function pairRecord(pair: ExportedPair, keys: readonly string[]): string {
  const attributes = JSON.parse(pair.attributes) as readonly CustomAttribute[];
  const values = new Map(attributes.map(({ key, value }) => [key, value ?? ""]));
  const noMap = pair.target_code === NO_MAP;
  return csvRecord([
    pair.source_system,
    pair.source_code,
    pair.target_system,
    noMap ? null : pair.target_code,
    pair.relationship,
    noMap ? "true" : null,
    ...keys.map((key) => values.get(key) ?? null),
  ]);
}
