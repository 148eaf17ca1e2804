import { sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_INTEGER, type Ordering, windowedPerParent } from "../keyset.js";
import { viewerParameters } from "../repositories/visibility.js";
import {
  besideParents,
  type ConceptRow,
  conceptColumns,
  conceptRow,
  conceptSlice,
  countsBesideParents,
} from "./concepts.js";
import { concept } from "./tables.js";

const p = sql.placeholder;

/** A concept, whatever its version. */
export interface ConceptCode {
  readonly containerId: number;
  readonly code: string;
}

export interface ConceptVersionKey extends ConceptCode {
  readonly version: number;
}

const newestFirst: Ordering = {
  columns: [concept.version],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

const ofParent = sql`${concept.containerId} = parent.id and ${concept.code} = parent.code`;
// A version that came back, or only shows another name, has several rows; the first is how it was made.
const asMade = sql`not exists (
  select from ${concept} earlier where earlier.container_id = parent.id
    and earlier.code = parent.code and earlier.version = ${concept.version}
    and earlier.from_revision < ${concept.fromRevision})`;

const codes = sql`unnest(${p("ids")}::int[], ${p("keys")}::text[])
  with ordinality as parent(id, code, at)`;

/** Reads of concepts' versions, each where it began. Nothing comes through that the viewer may not read. */
export function conceptVersionQueries(reads: Queries) {
  const byNumbers = besideParents(
    reads,
    sql`unnest(${p("ids")}::int[], ${p("keys")}::text[], ${p("versions")}::int[])
      with ordinality as parent(id, code, version, at)`,
    reads
      .select(conceptColumns)
      .from(concept)
      .where(sql`${ofParent} and ${concept.version} = parent.version and ${asMade}`)
      .as("concept"),
    sql`${concept.fromRevision}`,
  ).prepare("concept_versions");
  const lists = windowedPerParent(newestFirst, ({ between, order, take, skip, suffix }) =>
    besideParents(
      reads,
      codes,
      reads
        .select(conceptColumns)
        .from(concept)
        .where(sql`${ofParent} and ${between} and ${asMade}`)
        .orderBy(...order)
        .limit(take)
        .offset(skip)
        .as("concept"),
      sql`${concept.fromRevision}`,
    )
      .orderBy(sql`parent.at`, ...order)
      .prepare(`versions_of_concepts_${suffix}`),
  );
  const counts = countsBesideParents(
    reads,
    codes,
    sql`${concept} where ${ofParent} and ${asMade}`,
  ).prepare("versions_of_concepts_count");

  const parameters = (viewer: Viewer, of: readonly ConceptCode[]) => ({
    ids: of.map(({ containerId }) => containerId),
    keys: of.map(({ code }) => code),
    ...viewerParameters(viewer),
  });
  return {
    /** The concept versions that exist under the keys, in no order. */
    byNumbers: async (viewer: Viewer, keys: readonly ConceptVersionKey[]) => {
      const versions = keys.map(({ version }) => version);
      return (await byNumbers.execute({ ...parameters(viewer, keys), versions })).map(conceptRow);
    },
    /** One list per concept, newest version first. */
    lists: async (
      viewer: Viewer,
      of: readonly ConceptCode[],
      window: Window,
    ): Promise<readonly Slice<ConceptRow>[]> =>
      (await lists(window, of.length, parameters(viewer, of))).map(conceptSlice),
    counts: async (viewer: Viewer, of: readonly ConceptCode[]) =>
      countsPerParent(of.length, await counts.execute(parameters(viewer, of))),
  };
}
