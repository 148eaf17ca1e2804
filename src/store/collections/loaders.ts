import type { Viewer } from "../../rules/access/viewer.js";
import {
  type RepositoryName,
  repositoryNameOf,
  repositoryNameText,
} from "../../rules/repositories/urls.js";
import { listLoaderOf, loaderOf } from "../batch.js";
import type { Store } from "../store.js";
import type { CollectionAhead, CollectionAheadKey } from "./ahead.js";
import type { CollectionMoment, CollectionSnapshot } from "./queries.js";

const atText = ({ containerId, revision }: CollectionSnapshot) => `${containerId}@${revision}`;

/** Loaders of one request over collections and their versions. */
export function collectionLoaders({ collections, collectionsAhead }: Store, viewer: Viewer) {
  return {
    byId: loaderOf(
      (id: number) => String(id),
      (ids) => collections.byIds(viewer, ids),
      ({ containerId }) => String(containerId),
    ),
    byUid: loaderOf(
      (uid: string) => uid,
      (uids) => collections.byUids(viewer, uids),
      ({ uid }) => uid,
    ),
    byUrl: loaderOf(
      repositoryNameText,
      (names: readonly RepositoryName[]) => collections.byUrls(viewer, names),
      (row) => repositoryNameText(repositoryNameOf(row, "COLLECTION")),
    ),
    /** Those that a URL names together with a version. */
    withVersion: listLoaderOf(
      ({ repository, version }: CollectionAheadKey) =>
        `${repositoryNameText(repository)} ${version}`,
      () => "",
      (keys): Promise<readonly (CollectionAhead | null)[]> => collectionsAhead.fetch(viewer, keys),
    ),
    /** What a collection said of itself at a revision. */
    detailsAt: loaderOf(
      atText,
      (keys: readonly CollectionSnapshot[]) => collections.details(viewer, keys),
      atText,
    ),
    /** The last revision at a moment; null: the collection was not there yet. */
    revisionAt: listLoaderOf(
      ({ containerId, at }: CollectionMoment) => `${containerId} ${at.getTime()}`,
      () => "",
      (keys) => collections.revisionsAt(viewer, keys),
    ),
  };
}
