import { type SQL, sql } from "drizzle-orm";
import { type Slice, sliceOf } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { possibleForms } from "../../rules/codeSystems/normalization.js";
import { conceptsWithWords } from "../codeSystems/displayWords.js";
import { perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { countsPerParent, directed } from "../keyset.js";
import { alive, byCodes, type MappingRow, pairOfGroup } from "./mappingRows.js";
import {
  type CrosswalkSnapshot,
  type MappingWindow,
  mappingsByCursor,
  mappingsOfSnapshots,
  readLists,
  snapshotParameters,
  snapshots,
  withOrWithout,
} from "./mappings.js";
import { crosswalk, crosswalkGroup, crosswalkPair } from "./tables.js";
import { seen } from "./visibility.js";

const p = sql.placeholder;

/** Which mappings of a crosswalk a list holds. Null: no such condition. */
export interface MappingListing {
  readonly sourceSystem: string | null;
  /** In their systems' own forms. */
  readonly sourceCodes: readonly string[] | null;
  readonly targetSystem: string | null;
  readonly targetCodes: readonly string[] | null;
  /** Mappings with a pair that has this attribute; a null value: with any value. */
  readonly attribute: { readonly key: string; readonly value: string | null } | null;
  /** The beginning of a code, with or without its dot, or whole words of a display. */
  readonly q: string | null;
}

/** How a list of those mappings is asked for. */
export interface FilteredWindow extends MappingWindow {
  readonly listing: MappingListing;
}

const worded = conceptsWithWords(p("q"));

const conditions: Readonly<Record<keyof MappingListing, SQL>> = {
  sourceSystem: sql`${crosswalkGroup.sourceSystem} = ${p("sourceSystem")}::text`,
  sourceCodes: sql`${crosswalkGroup.sourceCode} = any(${p("sourceCodes")}::text[])`,
  targetSystem: sql`${crosswalkGroup.targetSystem} = ${p("targetSystem")}::text`,
  targetCodes: sql`exists (select from ${crosswalkPair}
    where ${pairOfGroup} and ${crosswalkPair.targetCode} = any(${p("targetCodes")}::text[]))`,
  attribute: sql`exists (select from ${crosswalkPair}
    where ${pairOfGroup} and ${crosswalkPair.attributes} @> ${p("attribute")}::jsonb)`,
  q: sql`(${crosswalkGroup.sourceCode} ^@ any(${p("beginnings")}::text[])
    or (${crosswalkGroup.sourceSystem}, ${crosswalkGroup.sourceCode}) in ${worded}
    or exists (select from ${crosswalkPair} where ${pairOfGroup}
      and (${crosswalkPair.targetCode} ^@ any(${p("beginnings")}::text[])
        or (${crosswalkPair.targetSystem}, ${crosswalkPair.targetCode}) in ${worded})))`,
};

/** Reads of those mappings of a crosswalk that meet conditions. Totals have to be counted. */
export function filteredMappingQueries(reads: Queries) {
  const listsOf = withOrWithout((concepts, suffix) =>
    perConditions(conditions, (asked, name) =>
      directed(byCodes, (parts) =>
        mappingsOfSnapshots(reads, mappingsByCursor(parts, concepts, asked)).prepare(
          `mappings_${name}_${parts.suffix}${suffix}`,
        ),
      ),
    ),
  );
  const countsOf = perConditions(conditions, (asked, name) =>
    reads
      .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
      .from(snapshots)
      .innerJoin(crosswalk, seen)
      .innerJoin(crosswalkGroup, sql`${alive(crosswalkGroup)} and ${asked}`)
      .groupBy(sql`parent.at`)
      .prepare(`mappings_${name}_counts`),
  );
  return {
    /** One list per snapshot, in order of source system, source code, target system. */
    filtered: async (
      viewer: Viewer,
      of: readonly CrosswalkSnapshot[],
      { listing, window, concepts }: FilteredWindow,
    ): Promise<readonly Slice<MappingRow>[]> => {
      const rows = await listsOf(concepts)(listing)(window, parameters(viewer, of, listing));
      return readLists(of.length, rows).map((list) => sliceOf(list, window));
    },
    filteredCounts: async (
      viewer: Viewer,
      of: readonly CrosswalkSnapshot[],
      listing: MappingListing,
    ): Promise<readonly number[]> => {
      const rows = await countsOf(listing).execute(parameters(viewer, of, listing));
      return countsPerParent(of.length, rows);
    },
  };
}

function parameters(
  viewer: Viewer,
  of: readonly CrosswalkSnapshot[],
  { attribute, ...listing }: MappingListing,
) {
  return {
    ...snapshotParameters(viewer, of),
    ...listing,
    beginnings: listing.q && possibleForms(listing.q),
    attribute: attribute && JSON.stringify([withoutNull(attribute)]),
  };
}

function withoutNull({ key, value }: { readonly key: string; readonly value: string | null }) {
  return value === null ? { key } : { key, value };
}
