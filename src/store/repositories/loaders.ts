import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { RevisionRow } from "../ledger/queries.js";
import type { Store } from "../store.js";
import type { VersionKey, VersionListing } from "./versions.js";

type VersionsKey = VersionListing & { readonly id: number; readonly window: Window };

const keyText = ({ id, ordinal }: VersionKey) => `${id} ${ordinal}`;
const shapeOf = ({ released, processing }: VersionListing) => `${released} ${processing}`;
const shapeOfVersions = (key: VersionsKey) => `${shapeOf(key)} ${JSON.stringify(key.window)}`;

/** Loaders of one request over what code systems and collections have alike: versions, and a history. */
export function repositoryLoaders(
  { repositoryVersions, revisions }: Pick<Store, "repositoryVersions" | "revisions">,
  viewer: Viewer,
) {
  return {
    versionByLabel: loaderOf(
      ({ id, label }: { id: number; label: string }) => `${id} ${label}`,
      (keys) => repositoryVersions.byLabels(viewer, keys),
      ({ containerId, label }) => `${containerId} ${label}`,
    ),
    versionByOrdinal: loaderOf(
      keyText,
      (keys: readonly VersionKey[]) => repositoryVersions.byOrdinals(viewer, keys),
      ({ containerId, ordinal }) => `${containerId} ${ordinal}`,
    ),
    /** The newest version before an ordinal, deactivated ones passed over. */
    versionBefore: listLoaderOf(
      keyText,
      () => "",
      (keys: readonly VersionKey[]) => repositoryVersions.before(viewer, keys),
    ),
    /** The first version, deactivated ones passed over. */
    firstVersion: listLoaderOf(
      (id: number) => String(id),
      () => "",
      (ids: readonly number[]) => repositoryVersions.first(viewer, ids),
    ),
    versions: listLoaderOf(
      (key: VersionsKey) => `${key.id} ${shapeOfVersions(key)}`,
      shapeOfVersions,
      (keys) => repositoryVersions.lists(viewer, ...separated(keys, ({ id }) => id)),
    ),
    versionCount: listLoaderOf(
      (key: Omit<VersionsKey, "window">) => `${key.id} ${shapeOf(key)}`,
      shapeOf,
      async (keys) => {
        const [ids, listing] = separated(keys, ({ id }) => id);
        const counts = await repositoryVersions.counts(viewer, ids, listing);
        const byId = new Map(counts.map(({ id, count }) => [id, count]));
        return ids.map((id) => byId.get(id) ?? 0);
      },
    ),
    history: listLoaderOf(
      ({ id, window }: { id: number; window: Window }) => `${id} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys): Promise<readonly Slice<RevisionRow>[]> => {
        const [ids, { window }] = separated(keys, ({ id }) => id);
        return revisions.listsOfRepositories(viewer, ids, window);
      },
    ),
    historyCount: listLoaderOf(
      (id: number) => String(id),
      () => "",
      (ids: readonly number[]) => revisions.countsOfRepositories(viewer, ids),
    ),
  };
}
