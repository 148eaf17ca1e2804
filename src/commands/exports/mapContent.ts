import type { CustomAttribute, PairContent } from "../../rules/crosswalks/content.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { systemUris } from "../../rules/crosswalks/forms/systemNames.js";
import { systemsBySlug } from "../../store/codeSystems/importTarget.js";
import { type ExportedPair, type PairOrder, pairsInOrder } from "../../store/crosswalks/export.js";
import type { CrosswalkSnapshot } from "../../store/crosswalks/mappings.js";
import type { CrosswalkDetails } from "../../store/crosswalks/versionWrites.js";
import type { Database } from "../../store/database.js";

/** Text of an export, with the number of pairs in it. */
export interface Piece {
  readonly text: string;
  readonly rows: number;
}

/** A version that is to be written down. */
export interface MapContent extends CrosswalkDetails {
  readonly identifier: string;
  readonly ordinal: number;
  readonly published: boolean;
  /** What a code system is called in a file, by its slug. */
  uriOf(slug: string): string;
  /** Its pairs and no-maps; may be read several times. */
  pairs(order: PairOrder): AsyncIterable<readonly PairContent[]>;
}

/**
 * Writes a version in some form: what the form can't hold is told before the first piece is read, and the
 * pieces are read once.
 */
export type MapWriter = (content: MapContent, losses: Losses) => Promise<AsyncIterable<Piece>>;

/** A version, ready to be written. */
export async function mapContent(
  database: Database,
  version: CrosswalkSnapshot &
    CrosswalkDetails &
    Pick<MapContent, "identifier" | "ordinal" | "published">,
): Promise<MapContent> {
  const known = await systemsBySlug(database.reads);
  return {
    ...version,
    uriOf: systemUris([...known.values()]),
    pairs: (order) => contents(pairsInOrder(database, version, order)),
  };
}

async function* contents(
  batches: AsyncIterable<readonly ExportedPair[]>,
): AsyncGenerator<readonly PairContent[]> {
  for await (const batch of batches) yield batch.map(contentOf);
}

function contentOf(pair: ExportedPair): PairContent {
  return {
    sourceSystem: pair.source_system,
    sourceCode: pair.source_code,
    targetSystem: pair.target_system,
    targetCode: pair.target_code,
    relationship: pair.relationship,
    attributes: JSON.parse(pair.attributes) as readonly CustomAttribute[],
  };
}
