import type { Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { CodeSystemLoaders } from "../codeSystems/loaders.js";
import type { Store } from "../store.js";
import { aheadLoader, atText, fetchedAhead } from "./aheadLoader.js";
import type { FilteredWindow } from "./filteredMappings.js";
import type { CrosswalkSnapshot } from "./mappings.js";
import type { MatchDirection } from "./matchScope.js";
import type { AskedTranslation } from "./translatedCodes.js";
import type { MatchScope } from "./translations.js";

interface FilteredKey extends FilteredWindow {
  readonly at: CrosswalkSnapshot;
}

const shapeOfFiltered = ({ listing, window, concepts }: FilteredKey) =>
  JSON.stringify([listing, window, concepts]);

interface MatchesKey {
  readonly of: SystemCode;
  readonly direction: MatchDirection;
  readonly scope: MatchScope;
  readonly window: Window;
}

interface TranslatedKey {
  readonly of: readonly SystemCode[];
  readonly asked: AskedTranslation;
}

const shapeOfMatches = ({ direction, scope, window }: MatchesKey) =>
  JSON.stringify([direction, scope, window]);

/** Loaders of one request over crosswalks, their versions and mappings. */
export function crosswalkLoaders(
  store: Store,
  viewer: Viewer,
  { normalization }: Pick<CodeSystemLoaders, "normalization">,
) {
  const { crosswalks, crosswalkHistory, filteredMappings, mappings } = store;
  const { translatedCodes, translations } = store;
  const fetched = fetchedAhead(store, viewer);
  return {
    ...fetched,
    ahead: aheadLoader(store, viewer, { ...fetched, normalization }),
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
      ({ at, listing }: Pick<FilteredKey, "at" | "listing">) =>
        `${atText(at)} ${JSON.stringify(listing)}`,
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
    /** The pairs of each of the codes that are asked for together. */
    translated: listLoaderOf(
      null,
      ({ asked }: TranslatedKey) => JSON.stringify(asked),
      async (keys) => {
        const [lists, { asked }] = separated(keys, ({ of }) => of);
        const found = [...(await translatedCodes.translate(viewer, lists.flat(), asked))];
        return lists.map(({ length }) => found.splice(0, length));
      },
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
