import {
  oclCollection,
  oclReference,
  oclVersion,
  tellUnsaid,
} from "../../rules/collections/forms/oclSet.js";
import type { CollectionContent, CollectionWriter } from "./collectionContent.js";
import type { Piece } from "./mapContent.js";
import { oclConcept, oclMapping } from "./oclMembers.js";

/** Writes OCL's export of a version: what it says of itself, its references, its concepts and mappings. */
export const writeOclExport: CollectionWriter = async (content, losses) => {
  const collection = oclCollection(content, losses);
  for await (const batch of content.references()) {
    for (const reference of batch) tellUnsaid(reference, ["display"], losses);
  }
  return pieces(content, collection);
};

async function* pieces(
  content: CollectionContent,
  collection: Readonly<Record<string, unknown>>,
): AsyncGenerator<Piece> {
  const { url, version, moment, shortCode } = content;
  const label = version?.label ?? "HEAD";
  const whole = {
    ...collection,
    ...(version === null ? { released: false, retired: false } : oclVersion(content, version)),
    type: "Collection Version",
    id: label,
    version: label,
    short_code: shortCode,
    url,
    version_url: `${url}${encodeURIComponent(label)}/`,
    collection: { ...collection, url },
    export_time: moment.toISOString(),
  };
  yield { text: JSON.stringify(whole).slice(0, -1), rows: 0 };
  yield* list("references", content.references(), oclReference, false);
  yield* list("concepts", content.members(), oclConcept, true);
  const mapping = (one: Parameters<typeof oclMapping>[0]) =>
    oclMapping(one, content.urlOf(one.containerId));
  yield* list("mappings", content.mappings(), mapping, false);
  yield { text: "}\n", rows: 0 };
}

async function* list<Item>(
  name: string,
  batches: AsyncIterable<readonly Item[]>,
  write: (item: Item) => object,
  counts: boolean,
): AsyncGenerator<Piece> {
  yield { text: `,\n"${name}":[`, rows: 0 };
  let first = true;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    const text = batch.map((item) => JSON.stringify(write(item))).join(",\n");
    yield { text: `${first ? "" : ","}\n${text}`, rows: counts ? batch.length : 0 };
    first = false;
  }
  yield { text: "]", rows: 0 };
}
