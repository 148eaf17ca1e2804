import { attributeHeader, tableFields } from "../../importers/tableColumns.js";
import { csvRecord } from "../../kernel/csv.js";
import { NO_MAP, type PairContent } from "../../rules/crosswalks/content.js";
import type { MapWriter, Piece } from "./mapContent.js";

/** More kinds of attributes than this are no table any more. */
const ATTRIBUTE_COLUMNS_LIMIT = 1000;

/** Ends an export to a form that can't be; the message says why. */
export class Unwritable extends Error {}

/** Writes the table that `crosswalk-csv` reads. */
export const writeCsv: MapWriter = async (content, losses) => {
  if (content.description !== null) {
    losses.add("LEFT_OUT", "description", "A table has no place for what is said of the whole.");
  }
  for (const { key } of content.attributes) {
    losses.add("LEFT_OUT", key, "A table has no place for attributes of the whole.");
  }
  losses.add("LEFT_OUT", "name", "A table has no place for the crosswalk's name.");
  const keys = await attributeKeys(content.pairs("BY_SOURCE"));
  return tablePieces(content.pairs("BY_SOURCE"), keys);
};

/** The keys of the pairs' attributes: those first that come first in their pairs. */
async function attributeKeys(
  batches: AsyncIterable<readonly PairContent[]>,
): Promise<readonly string[]> {
  const places = new Map<string, number>();
  for await (const batch of batches) {
    for (const { attributes } of batch) {
      for (const [at, { key }] of attributes.entries()) {
        places.set(key, Math.min(at, places.get(key) ?? at));
      }
    }
    if (places.size > ATTRIBUTE_COLUMNS_LIMIT) {
      throw new Unwritable(
        `Its pairs have more than ${ATTRIBUTE_COLUMNS_LIMIT} kinds of attributes`,
      );
    }
  }
  return [...places]
    .toSorted(([key, at], [other, there]) => at - there || (key < other ? -1 : 1))
    .map(([key]) => key);
}

async function* tablePieces(
  batches: AsyncIterable<readonly PairContent[]>,
  keys: readonly string[],
): AsyncGenerator<Piece> {
  yield { text: csvRecord([...tableFields, ...keys.map(attributeHeader)]), rows: 0 };
  for await (const batch of batches) {
    yield { text: batch.map((pair) => pairRecord(pair, keys)).join(""), rows: batch.length };
  }
}

function pairRecord(pair: PairContent, keys: readonly string[]): string {
  const values = new Map(pair.attributes.map(({ key, value }) => [key, value ?? ""]));
  const noMap = pair.targetCode === NO_MAP;
  return csvRecord([
    pair.sourceSystem,
    pair.sourceCode,
    pair.targetSystem,
    noMap ? null : pair.targetCode,
    pair.relationship,
    noMap ? "true" : null,
    ...keys.map((key) => values.get(key) ?? null),
  ]);
}
