import type { Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { Store } from "../store.js";
import type { MappingListing } from "./filteredMappings.js";
import type { CrosswalkSnapshot, SourceKey } from "./mappings.js";
import type { MatchDirection, MatchScope } from "./translations.js";

const atText = ({ containerId, revision }: CrosswalkSnapshot) => `${containerId}@${revision}`;

interface VersionKey {
  readonly containerId: number;
  readonly ordinal: number;
}

interface FilteredKey {
  readonly at: CrosswalkSnapshot;
  readonly listing: MappingListing;
  readonly window: Window;
}

const shapeOfFiltered = ({ listing, window }: FilteredKey) => JSON.stringify([listing, window]);

interface MatchesKey {
  readonly of: SystemCode;
  readonly direction: MatchDirection;
  readonly scope: MatchScope;
  readonly window: Window;
}

const shapeOfMatches = ({ direction, scope, window }: MatchesKey) =>
  JSON.stringify([direction, scope, window]);

/** Loaders of one request over crosswalks, their versions and mappings. */
export function crosswalkLoaders(store: Store, viewer: Viewer) {
  const { crosswalks, crosswalkHistory, filteredMappings, mappings, translations } = store;
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
    versionAt: loaderOf(
      ({ containerId, moment }: { containerId: number; moment: string }) =>
        `${containerId} ${moment}`,
      (keys) => crosswalkHistory.versionsAt(viewer, keys),
      ({ id, at }) => `${id} ${at}`,
    ),
    revisions: listLoaderOf(
      ({ id, window }: { id: number; window: Window }) => `${id} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys) => {
        const [ids, { window }] = separated(keys, ({ id }) => id);
        return crosswalkHistory.revisions(viewer, ids, window);
      },
    ),
    revisionCount: loaderOf(
      (id: number) => String(id),
      (ids) => crosswalkHistory.revisionCounts(viewer, ids),
      ({ id }) => String(id),
    ),
    filteredMappings: listLoaderOf(
      (key: FilteredKey) => `${atText(key.at)} ${shapeOfFiltered(key)}`,
      shapeOfFiltered,
      (keys) => {
        const [of, asked] = separated(keys, ({ at }) => at);
        return filteredMappings.filtered(viewer, of, asked);
      },
    ),
    filteredMappingCount: listLoaderOf(
      ({ at, listing }: Omit<FilteredKey, "window">) => `${atText(at)} ${JSON.stringify(listing)}`,
      ({ listing }) => JSON.stringify(listing),
      (keys) => {
        const [of, { listing }] = separated(keys, ({ at }) => at);
        return filteredMappings.filteredCounts(viewer, of, listing);
      },
    ),
    matches: listLoaderOf(
      (key: MatchesKey) => `${key.of.system} ${key.of.code} ${shapeOfMatches(key)}`,
      shapeOfMatches,
      (keys) => {
        const [of, asked] = separated(keys, ({ of }) => of);
        return translations.matches(viewer, of, asked);
      },
    ),
    matchCount: listLoaderOf(
      (key: Omit<MatchesKey, "window">) =>
        `${key.of.system} ${key.of.code} ${JSON.stringify([key.direction, key.scope])}`,
      ({ direction, scope }) => JSON.stringify([direction, scope]),
      (keys) => {
        const [of, asked] = separated(keys, ({ of }) => of);
        return translations.matchCounts(viewer, of, asked);
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
