import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { isStorable } from "../../rules/text.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { RevisionKey } from "../ledger/queries.js";
import type { Store } from "../store.js";
import type { ChangeListing, ComparedRevisions } from "./changes.js";
import type {
  ConceptKey,
  ConceptListing,
  ConceptRow,
  ConceptVersionKey,
  Snapshot,
} from "./concepts.js";
import type { CodeSystemRow } from "./queries.js";

const atText = ({ containerId, revision }: Snapshot) => `${containerId}@${revision}`;
const conceptText = (key: ConceptKey) => `${atText(key)} ${key.code}`;
const comparedText = ({ containerId, before, after }: ComparedRevisions) =>
  `${containerId}@${before}-${after}`;
const versionText = ({ containerId, code, version }: ConceptVersionKey) =>
  `${containerId} ${version} ${code}`;

/** Where those who name no version read a code system: its newest released version, HEAD while there is none. */
export function currentSnapshot({
  containerId,
  releasedRevision,
  headRevision,
}: CodeSystemRow): Snapshot {
  return { containerId, revision: releasedRevision ?? headRevision };
}

/** Loaders of one request over code systems, their versions and concepts. */
export function codeSystemLoaders(store: Store, viewer: Viewer) {
  const { codeSystems, conceptChanges, concepts, repositoryVersions, revisions } = store;
  const bySlug = loaderOf(
    (slug: string) => slug,
    (slugs) => codeSystems.bySlugs(viewer, slugs),
    ({ slug }) => slug,
  );
  const conceptAt = loaderOf(conceptText, (keys) => concepts.at(viewer, keys), conceptText);
  return {
    bySlug,
    /** By slug or canonical URL; a slug goes before, and of several with one URL the first by slug. */
    bySystemName: listLoaderOf(
      (name: string) => name,
      () => "",
      async (names): Promise<readonly (CodeSystemRow | null)[]> => {
        const rows = await codeSystems.byNames(viewer, names.filter(isStorable));
        return names.map(
          (name) =>
            rows.find(({ slug }) => slug === name) ??
            rows.find(({ canonicalUrl }) => canonicalUrl === name) ??
            null,
        );
      },
    ),
    /** By relative or canonical URL. */
    byUrl: listLoaderOf(
      (url: string) => url,
      () => "",
      (urls): Promise<readonly (CodeSystemRow | null)[]> => store.systemsByUrl.byUrls(viewer, urls),
    ),
    byId: loaderOf(
      (id: number) => String(id),
      (ids) => codeSystems.byIds(viewer, ids),
      ({ containerId }) => String(containerId),
    ),
    versionByLabel: loaderOf(
      ({ id, label }: { id: number; label: string }) => `${id} ${label}`,
      (keys) => repositoryVersions.byLabels(viewer, keys),
      ({ containerId, label }) => `${containerId} ${label}`,
    ),
    versionByOrdinal: loaderOf(
      ({ id, ordinal }: { id: number; ordinal: number }) => `${id} ${ordinal}`,
      (keys) => repositoryVersions.byOrdinals(viewer, keys),
      ({ containerId, ordinal }) => `${containerId} ${ordinal}`,
    ),
    versions: listLoaderOf(
      (key: VersionsKey) => `${key.id} ${shapeOfVersions(key)}`,
      shapeOfVersions,
      (keys) => repositoryVersions.lists(viewer, ...separated(keys, ({ id }) => id)),
    ),
    versionCount: listLoaderOf(
      ({ id, released }: Omit<VersionsKey, "window">) => `${id} ${released}`,
      ({ released }) => String(released),
      async (keys) => {
        const [ids, { released }] = separated(keys, ({ id }) => id);
        const counts = await repositoryVersions.counts(viewer, ids, released);
        const byId = new Map(counts.map(({ id, count }) => [id, count]));
        return ids.map((id) => byId.get(id) ?? 0);
      },
    ),
    /** How a code system writes its codes; null where the viewer does not see it. */
    normalization: loaderOf(
      (slug: string) => slug,
      (slugs) => codeSystems.normalizations(viewer, slugs),
      ({ slug }) => slug,
    ),
    conceptAt,
    /** The concept under a code, however it is written, where those who name no version read it. */
    currentConcept: async (slug: string, code: string): Promise<ConceptRow | null> => {
      const system = await bySlug.load(slug);
      if (!system) return null;
      const ownForm = normalizeCode(system.codeNormalization, code);
      return await conceptAt.load({ ...currentSnapshot(system), code: ownForm });
    },
    conceptVersion: loaderOf(
      versionText,
      (keys: readonly ConceptVersionKey[]) => concepts.versions(viewer, keys),
      versionText,
    ),
    parents: listLoaderOf(
      conceptText,
      () => "",
      (keys: readonly ConceptKey[]) => concepts.parents(viewer, keys),
    ),
    children: listLoaderOf(
      ({ key, window }: { key: ConceptKey; window: Window }) =>
        `${conceptText(key)} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys): Promise<readonly Slice<ConceptRow>[]> => {
        const [of, { window }] = separated(keys, ({ key }) => key);
        return concepts.children(viewer, of, window);
      },
    ),
    childCount: listLoaderOf(
      conceptText,
      () => "",
      (keys: readonly ConceptKey[]) => concepts.childCounts(viewer, keys),
    ),
    concepts: listLoaderOf(
      (key: ConceptsKey) => `${atText(key.at)} ${shapeOfConcepts(key)}`,
      shapeOfConcepts,
      (keys) => concepts.lists(viewer, ...separated(keys, ({ at }) => at)),
    ),
    conceptCount: listLoaderOf(
      ({ at, listing }: Omit<ConceptsKey, "window">) => `${atText(at)} ${JSON.stringify(listing)}`,
      ({ listing }) => JSON.stringify(listing),
      (keys) => {
        const [of, { listing }] = separated(keys, ({ at }) => at);
        return concepts.counts(viewer, of, listing);
      },
    ),
    changes: listLoaderOf(
      (key: ChangesKey) => `${comparedText(key.of)} ${shapeOfChanges(key)}`,
      shapeOfChanges,
      (keys) => conceptChanges.lists(viewer, ...separated(keys, ({ of }) => of)),
    ),
    changeCount: listLoaderOf(
      ({ of, listing }: Omit<ChangesKey, "window">) =>
        `${comparedText(of)} ${JSON.stringify(listing)}`,
      ({ listing }) => JSON.stringify(listing),
      (keys) => {
        const [compared, { listing }] = separated(keys, ({ of }) => of);
        return conceptChanges.counts(viewer, compared, listing);
      },
    ),
    revision: loaderOf(
      ({ containerId, number }: RevisionKey) => `${containerId} ${number}`,
      (keys) => revisions.ofRepositories(viewer, keys),
      ({ containerId, number }) => `${containerId} ${number}`,
    ),
  };
}

export type CodeSystemLoaders = ReturnType<typeof codeSystemLoaders>;

interface VersionsKey {
  readonly id: number;
  readonly released: boolean | null;
  readonly window: Window;
}

interface ConceptsKey {
  readonly at: Snapshot;
  readonly listing: ConceptListing;
  readonly window: Window;
}

interface ChangesKey {
  readonly of: ComparedRevisions;
  readonly listing: ChangeListing;
  readonly window: Window;
}

const shapeOfChanges = ({ listing, window }: ChangesKey) => JSON.stringify([listing, window]);
const shapeOfVersions = ({ released, window }: VersionsKey) => JSON.stringify([released, window]);
const shapeOfConcepts = ({ listing, window }: ConceptsKey) => JSON.stringify([listing, window]);
