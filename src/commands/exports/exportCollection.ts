import { failed, ok, type Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SetFormat } from "../../rules/collections/forms/setFormats.js";
import { type Loss, Losses } from "../../rules/crosswalks/forms/losses.js";
import { countReferences } from "../../store/collections/export.js";
import type { Database } from "../../store/database.js";
import type { CollectionWriter } from "./collectionContent.js";
import { type CollectionSource, collectionSource } from "./collectionSource.js";
import type { Piece } from "./mapContent.js";
import { writeOclExport } from "./oclExportText.js";
import { writeOclLines } from "./oclLinesText.js";
import { valueSetWriter } from "./valueSetText.js";

const writers: Readonly<Record<SetFormat, CollectionWriter>> = {
  FHIR_R4: valueSetWriter("R4"),
  FHIR_R5: valueSetWriter("R5"),
  OCL: writeOclExport,
  OCL_JSON: writeOclLines,
};

/** A version of a collection written down. */
export interface WrittenCollection {
  readonly name: string;
  /** Members that are in it. */
  readonly rows: number;
  /** The text in pieces; read once. */
  readonly pieces: AsyncIterable<Piece>;
  /** What the form can't hold as it is. */
  readonly losses: readonly Loss[];
}

/** What is to be exported, and how. */
export interface CollectionExport {
  readonly of: CollectionSource;
  /** Who is to read it: members that they may not read are left out. */
  readonly viewer: Viewer;
  readonly format: SetFormat;
  /** More members are refused; left out: as many as there are. */
  readonly limit?: number;
}

/** Writes a version of a collection down: what defines it, and its members. */
export async function exportCollection(
  database: Database,
  { of, viewer, format, limit }: CollectionExport,
): Promise<Result<WrittenCollection, string>> {
  const lines = limit === undefined ? 0 : await countReferences(database.reads, of);
  if (limit !== undefined && lines > limit) return failed(tooMany(lines, "references", limit));
  const losses = new Losses();
  const content = await collectionSource(database, of, { viewer, losses });
  if (limit !== undefined && content.total > limit) {
    return failed(tooMany(content.total, "members", limit));
  }
  const pieces = await writers[format](content, losses);
  return ok({ name: content.details.name, rows: content.total, pieces, losses: losses.list() });
}

function tooMany(count: number, what: string, limit: number): string {
  return `The version has ${count} ${what}; at most ${limit} are exported so, and any number by command line`;
}
