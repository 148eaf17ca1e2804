import type { CollectionDetails } from "../../rules/collections/details.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { repositoryOfUrl } from "../../rules/repositories/urls.js";
import { collectionOfOwner } from "../../store/collections/importTarget.js";
import type { Queries } from "../../store/database.js";
import { lockContainer } from "../../store/ledger/writes.js";
import type { BundleCollection } from "./bundleCollections.js";
import { type CollectionTarget, collectionOfFile, detailsMeant } from "./collectionOfFile.js";
import { readerFor } from "./importCollection.js";
import { locatedLines } from "./locatedLines.js";
import { refused } from "./refusals.js";
import type { BundleCollectionReport } from "./report.js";
import { keyOf, writeCollection } from "./writeCollection.js";

interface Made {
  readonly title: string;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/** Puts one collection of a file in: what the file does not mention stays. */
export async function importBundleCollection(
  queries: Queries,
  collection: BundleCollection,
  made: Made,
): Promise<BundleCollectionReport> {
  const target = await targetOf(queries, collection, made);
  await lockContainer(queries, target.uid);
  const losses = new Losses();
  const viewer = await readerFor(queries, target.owner, made);
  const { containerId } = target;
  const locating = { viewer, newUuid: made.newUuid, containerId, losses };
  const totals = { added: 0, changed: 0, removed: 0 };
  const versions: string[] = [];
  const missing = new Map<string, number>();
  const unknown = new Map<string, number>();
  for (const { added, withdrawn, version } of collection.parts) {
    const given = await locatedLines(queries, added, locating);
    const gone = await locatedLines(queries, withdrawn, { ...locating, losses: new Losses() });
    const written = await writeCollection(
      queries,
      {
        details: (before) => described(collection, target.shortCode, before),
        references: given.references,
        withdrawn: new Set(gone.references.map(keyOf)),
        version,
      },
      {
        ...made,
        containerId,
        name: collection.url,
        older: null,
        anew: () => Promise.resolve([]),
      },
    );
    for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += written[key];
    if (version && written.outcome !== "UNCHANGED") versions.push(version.label);
    for (const one of given.missing) missing.set(one.name, one.references);
    for (const one of given.unknownCodes) unknown.set(one.codeSystem, one.codes);
  }
  return {
    collection: collection.url,
    registered: target.registered,
    ...totals,
    versions,
    missing: [...missing].map(([name, references]) => ({ name, references })),
    unknownCodes: [...unknown].map(([codeSystem, codes]) => ({ codeSystem, codes })),
    losses: losses.list(),
  };
}

async function targetOf(
  queries: Queries,
  { url, description, firstLine }: BundleCollection,
  made: Made,
): Promise<CollectionTarget> {
  if (description)
    return await collectionOfFile(queries, description, { ...made, owner: null, version: null });
  const named = repositoryOfUrl(url, null);
  const present = named && (await collectionOfOwner(queries, named.owner, named.shortCode));
  if (present?.deactivated) throw refused(`The collection ${url} is deactivated`);
  if (present) return { ...present, registered: false };
  const rejected = `there is no collection ${url}, neither here nor in the file`;
  throw refused("The file has lines of an unknown collection", [{ line: firstLine, rejected }]);
}

function described(
  { description }: BundleCollection,
  shortCode: string,
  before: CollectionDetails,
): CollectionDetails {
  return description ? detailsMeant(description, before, { shortCode, version: null }) : before;
}
