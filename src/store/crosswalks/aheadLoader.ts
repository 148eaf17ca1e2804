import { sliceOf } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { type Loader, listLoaderOf, loaderOf, separated } from "../batch.js";
import type { CodeSystemLoaders } from "../codeSystems/loaders.js";
import type { Store } from "../store.js";
import type { AheadKey, AheadMappings, AheadVersions, CrosswalkAhead } from "./ahead.js";
import type { CrosswalkSnapshot, MappingWindow, SourceKey } from "./mappings.js";
import type { CrosswalkRow } from "./queries.js";

export const atText = ({ containerId, revision }: CrosswalkSnapshot) =>
  `${containerId}@${revision}`;

interface VersionKey {
  readonly containerId: number;
  readonly ordinal: number;
}

interface MappingsKey extends MappingWindow {
  readonly at: CrosswalkSnapshot;
}

const shapeOfMappings = ({ window, concepts }: MappingsKey) => JSON.stringify([window, concepts]);

interface SourceMappingsKey {
  readonly source: SourceKey;
  readonly concepts: boolean;
}

/** The loaders of what {@link aheadLoader} may have fetched before they are asked. */
export function fetchedAhead({ crosswalks, mappings }: Store, viewer: Viewer) {
  return {
    byIdentifier: loaderOf(
      (identifier: string) => identifier,
      (identifiers): Promise<readonly CrosswalkRow[]> =>
        crosswalks.byIdentifiers(viewer, identifiers),
      ({ identifier }) => identifier,
    ),
    version: loaderOf(
      ({ containerId, ordinal }: VersionKey) => `${containerId} ${ordinal}`,
      (keys) => crosswalks.versions(viewer, keys),
      ({ containerId, ordinal }) => `${containerId} ${ordinal}`,
    ),
    mappings: listLoaderOf(
      (key: MappingsKey) => `${atText(key.at)} ${shapeOfMappings(key)}`,
      shapeOfMappings,
      (keys) => {
        const [of, { window, concepts }] = separated(keys, ({ at }) => at);
        return mappings.lists(viewer, of, window, concepts);
      },
    ),
    mappingsOfSource: listLoaderOf(
      ({ source, concepts }: SourceMappingsKey) =>
        JSON.stringify([atText(source), source.sourceSystem, source.sourceCode, concepts]),
      ({ concepts }) => String(concepts),
      (keys) => {
        const [sources, { concepts }] = separated(keys, ({ source }) => source);
        return mappings.ofSources(viewer, sources, concepts);
      },
    ),
  };
}

type LoadersAhead = ReturnType<typeof fetchedAhead> & Pick<CodeSystemLoaders, "normalization">;

interface AskedAhead extends AheadKey {
  readonly versions: AheadVersions;
  readonly of: AheadMappings;
}

/**
 * Fetches a crosswalk, one of its versions and what that says in one statement, for the loaders that are asked
 * for each of them afterwards. They load what was not fetched, so it is never wrong to fetch too little.
 */
export function aheadLoader(
  { crosswalksAhead }: Store,
  viewer: Viewer,
  loaders: LoadersAhead,
): Loader<AskedAhead, CrosswalkAhead | null> {
  return listLoaderOf(
    (key: AskedAhead) => JSON.stringify(key),
    ({ versions, of }) => JSON.stringify([versions, of]),
    async (keys) => {
      const [asked, { versions, of }] = separated(keys, (key): AheadKey => key);
      const found = await crosswalksAhead.fetch(viewer, asked, { versions, of });
      asked.forEach((key, at) => {
        remember(key, of, found[at] ?? null, loaders);
      });
      return found;
    },
  );
}

function remember(
  { identifier, ordinal, source }: AheadKey,
  of: AheadMappings,
  found: CrosswalkAhead | null,
  loaders: LoadersAhead,
): void {
  loaders.byIdentifier.prime(identifier, found?.crosswalk ?? null);
  if (!found) return;
  const { crosswalk, version, mappings, codeNormalization } = found;
  const { containerId } = crosswalk;
  if (ordinal !== null) loaders.version.prime({ containerId, ordinal }, version);
  if (!version) return;
  const at = { containerId, revision: version.revision };
  if (of.kind === "WINDOW") {
    const { window, concepts } = of;
    loaders.mappings.prime({ at, window, concepts }, sliceOf(mappings, window));
  }
  if (of.kind === "SOURCE" && source !== null) {
    const { system, code } = source;
    loaders.normalization.prime(system, codeNormalization && { slug: system, codeNormalization });
    // A code that its system writes otherwise was not looked for as the system writes it.
    if (normalizeCode(codeNormalization ?? "NONE", code) !== code) return;
    loaders.mappingsOfSource.prime(
      { source: { ...at, sourceSystem: system, sourceCode: code }, concepts: of.concepts },
      mappings,
    );
  }
}
