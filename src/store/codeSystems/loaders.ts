import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { meantCodes } from "../../rules/codeSystems/conceptCodes.js";
import { systemUrl } from "../../rules/conceptMappings/urls.js";
import {
  type RepositoryName,
  repositoryNameOf,
  repositoryNameText,
} from "../../rules/repositories/urls.js";
import { isStorable } from "../../rules/text.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { RevisionKey } from "../ledger/queries.js";
import type { Store } from "../store.js";
import type { ChangeListing, ComparedRevisions } from "./changes.js";
import type { ConceptKey, ConceptRow, Snapshot } from "./concepts.js";
import type { ConceptCode, ConceptVersionKey } from "./conceptVersions.js";
import type { CodeSystemRow } from "./queries.js";
import { conceptListLoaders } from "./searchLoaders.js";

const atText = ({ containerId, revision }: Snapshot) => `${containerId}@${revision}`;
const conceptText = (key: ConceptKey) => `${atText(key)} ${key.code}`;
const codeText = ({ containerId, code }: ConceptCode) => `${containerId} ${code}`;
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
  const { codeSystems, conceptChanges, concepts, conceptVersions, hierarchy } = store;
  const { revisions } = store;
  const bySlug = loaderOf(
    (slug: string) => slug,
    (slugs) => codeSystems.bySlugs(viewer, slugs),
    ({ slug }) => slug,
  );
  const byAnyUrl = listLoaderOf(
    (url: string) => url,
    () => "",
    (urls): Promise<readonly (CodeSystemRow | null)[]> => store.systemsByUrl.byUrls(viewer, urls),
  );
  const conceptAt = loaderOf(
    conceptText,
    async (keys: readonly ConceptKey[]) => (await concepts.at(viewer, keys)).filter(isThere),
    conceptText,
  );
  const meantConcept = async (
    { containerId, revision }: Snapshot,
    { codeNormalization }: CodeSystemRow,
    given: string,
  ): Promise<ConceptRow | null> => {
    for (const code of meantCodes(codeNormalization, given)) {
      const found = await conceptAt.load({ containerId, revision, code });
      if (found) return found;
    }
    return null;
  };
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
    byUrl: loaderOf(
      repositoryNameText,
      (names: readonly RepositoryName[]) => codeSystems.byUrls(viewer, names),
      (row) => repositoryNameText(repositoryNameOf(row, "CODE_SYSTEM")),
    ),
    /** By relative or canonical URL. */
    byAnyUrl,
    byId: loaderOf(
      (id: number) => String(id),
      async (ids) => {
        const rows = await codeSystems.byIds(viewer, ids);
        // Content that was found by the id names its code system by the slug, and mappings do by the URL.
        for (const row of rows) {
          bySlug.prime(row.slug, row);
          byAnyUrl.prime(urlInMappings(row), row);
        }
        return rows;
      },
      ({ containerId }) => String(containerId),
    ),
    /** The same id where the viewer may read the content of a code system, null where not. */
    readable: loaderOf(
      (id: number) => String(id),
      async (ids) =>
        (await codeSystems.readable(viewer, ids)).map(({ containerId }) => containerId),
      String,
    ),
    /** How a code system writes its codes; null where the viewer does not see it. */
    normalization: loaderOf(
      (slug: string) => slug,
      (slugs) => codeSystems.normalizations(viewer, slugs),
      ({ slug }) => slug,
    ),
    conceptAt,
    /** What lists of concepts are called, in their order; null where there is none that the viewer may read. */
    displaysAt: listLoaderOf(
      null,
      () => "",
      async (lists: readonly (readonly (ConceptKey | null)[])[]) => {
        const found = (
          await concepts.displaysAt(
            viewer,
            lists.flat().filter((key) => key !== null),
          )
        ).values();
        return lists.map((keys) => keys.map((key) => key && (found.next().value ?? null)));
      },
    ),
    /** The concept under a code, however it is written, in a code system at a revision. */
    meantConcept,
    /** The concept under a code, however it is written, where those who name no version read it. */
    currentConcept: async (slug: string, code: string): Promise<ConceptRow | null> => {
      const system = await bySlug.load(slug);
      if (!system) return null;
      return await meantConcept(currentSnapshot(system), system, code);
    },
    conceptVersion: loaderOf(
      versionText,
      (keys: readonly ConceptVersionKey[]) => conceptVersions.byNumbers(viewer, keys),
      versionText,
    ),
    conceptVersions: listLoaderOf(
      ({ key, window }: { key: ConceptCode; window: Window }) =>
        `${codeText(key)} ${JSON.stringify(window)}`,
      ({ window }) => JSON.stringify(window),
      (keys): Promise<readonly Slice<ConceptRow>[]> => {
        const [of, { window }] = separated(keys, ({ key }) => key);
        return conceptVersions.lists(viewer, of, window);
      },
    ),
    conceptVersionCount: listLoaderOf(
      codeText,
      () => "",
      (keys: readonly ConceptCode[]) => conceptVersions.counts(viewer, keys),
    ),
    parents: listLoaderOf(
      conceptText,
      () => "",
      (keys: readonly ConceptKey[]) => concepts.parents(viewer, keys),
    ),
    ancestors: listLoaderOf(
      conceptText,
      () => "",
      (keys: readonly ConceptKey[]) => hierarchy.ancestors(viewer, keys),
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
    ...conceptListLoaders(store, viewer),
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

/** The URL by which mappings name a code system unless they name it by its canonical one. */
function urlInMappings({ ownerOrganization, ownerUser, shortCode }: CodeSystemRow): string {
  return ownerOrganization === null
    ? systemUrl({ ownerKind: "users", owner: ownerUser ?? "", shortCode })
    : systemUrl({ ownerKind: "orgs", owner: ownerOrganization, shortCode });
}

function isThere(row: ConceptRow | null): row is ConceptRow {
  return row !== null;
}

interface ChangesKey {
  readonly of: ComparedRevisions;
  readonly listing: ChangeListing;
  readonly window: Window;
}

const shapeOfChanges = ({ listing, window }: ChangesKey) => JSON.stringify([listing, window]);
