import { failed, ok, type Result } from "../../kernel/result.js";
import { type Loss, Losses } from "../../rules/crosswalks/forms/losses.js";
import type { MapFormat } from "../../rules/crosswalks/forms/mapFormats.js";
import { countPairs, versionToExport } from "../../store/crosswalks/export.js";
import type { Database } from "../../store/database.js";
import { conceptMapWriter } from "./conceptMapText.js";
import { Unwritable, writeCsv } from "./csvText.js";
import { type MapWriter, mapContent, type Piece } from "./mapContent.js";
import { writeSssom } from "./sssomText.js";

const writers: Readonly<Record<MapFormat, MapWriter>> = {
  CSV: writeCsv,
  FHIR_R4: conceptMapWriter("R4"),
  FHIR_R5: conceptMapWriter("R5"),
  SSSOM: writeSssom,
};

/** A version written down. */
export interface WrittenCrosswalk {
  readonly name: string;
  readonly version: number;
  /** Pairs and no-maps. */
  readonly rows: number;
  /** The text in pieces; read once. */
  readonly pieces: AsyncIterable<Piece>;
  /** What the form can't hold as it is. */
  readonly losses: readonly Loss[];
}

/** What is to be exported, and how. */
export interface CrosswalkExport {
  readonly identifier: string;
  /** Its number; null: the newest published one. */
  readonly version: number | null;
  readonly format: MapFormat;
  /** More pairs and no-maps are refused; left out: as many as there are. */
  readonly limit?: number;
}

/** Writes a version of a crosswalk down, whoever it belongs to. */
export async function exportCrosswalk(
  database: Database,
  { identifier, version, format, limit }: CrosswalkExport,
): Promise<Result<WrittenCrosswalk, string>> {
  const found = await versionToExport(database.reads, identifier, version);
  if (!found) {
    const missing = version === null ? "a published version" : `a version ${version}`;
    return failed(`There is no crosswalk ${identifier} with ${missing}`);
  }
  const rows = await countPairs(database.reads, found);
  if (limit !== undefined && rows > limit) {
    return failed(
      `The version has ${rows} rows; at most ${limit} are exported so, and any number by command line`,
    );
  }
  const losses = new Losses();
  try {
    const content = await mapContent(database, { ...found, identifier });
    const pieces = await writers[format](content, losses);
    const { name, ordinal } = found;
    return ok({ name, version: ordinal, rows, pieces, losses: losses.list() });
  } catch (error) {
    if (error instanceof Unwritable) return failed(error.message);
    throw error;
  }
}
