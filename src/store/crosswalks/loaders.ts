import type { Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { Store } from "../store.js";
import type { CrosswalkSnapshot, SourceKey } from "./mappings.js";

const atText = ({ containerId, revision }: CrosswalkSnapshot) => `${containerId}@${revision}`;

interface VersionKey {
  readonly containerId: number;
  readonly ordinal: number;
}

/** Loaders of one request over crosswalks, their versions and mappings. */
export function crosswalkLoaders({ crosswalks, mappings }: Store, viewer: Viewer) {
  return {
    byIdentifier: loaderOf(
      (identifier: string) => identifier,
      (identifiers) => crosswalks.byIdentifiers(viewer, identifiers),
      ({ identifier }) => identifier,
    ),
    version: loaderOf(
      ({ containerId, ordinal }: VersionKey) => `${containerId} ${ordinal}`,
      (keys) => crosswalks.versions(viewer, keys),
      ({ containerId, ordinal }) => `${containerId} ${ordinal}`,
    ),
    versions: listLoaderOf(
      ({ id, window }: { id: number; window: Window }) => `${id} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys) => {
        const [ids, { window }] = separated(keys, ({ id }) => id);
        return crosswalks.versionLists(viewer, ids, window);
      },
    ),
    mappings: listLoaderOf(
      ({ at, window }: { at: CrosswalkSnapshot; window: Window }) =>
        `${atText(at)} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys) => {
        const [of, { window }] = separated(keys, ({ at }) => at);
        return mappings.lists(viewer, of, window);
      },
    ),
    mappingsOfSource: listLoaderOf(
      (key: SourceKey) => JSON.stringify([atText(key), key.sourceSystem, key.sourceCode]),
      () => "",
      (keys) => mappings.ofSources(viewer, keys),
    ),
    pair: loaderOf(
      (key: CrosswalkSnapshot & { readonly identifier: string }) =>
        `${atText(key)} ${key.identifier}`,
      (keys) => mappings.byIdentifiers(viewer, keys),
      ({ pair, revision }) =>
        `${atText({ containerId: pair.containerId, revision })} ${pair.identifier}`,
    ),
  };
}
