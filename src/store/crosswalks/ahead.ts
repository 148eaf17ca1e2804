import { and, eq, getTableName, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { identityOf, type Viewer } from "../../rules/access/viewer.js";
import type { CodeNormalization } from "../../rules/codeSystems/normalization.js";
import { codeSystem } from "../codeSystems/tables.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { askingTogether } from "../together.js";
import { listedMappings, type MappingRow, readMapping } from "./mappingRows.js";
import { type MappingWindow, mappingsOfSource, mappingWindows, withOrWithout } from "./mappings.js";
import { isNewest } from "./newest.js";
import {
  type CrosswalkRow,
  type CrosswalkVersionRow,
  crosswalkColumns,
  versionColumnsOf,
} from "./queries.js";
import { crosswalk, crosswalkVersion } from "./tables.js";
import { organizationsOf, visible } from "./visibility.js";

const p = sql.placeholder;

/** A crosswalk, which version of it, and of which source code. */
export interface AheadKey {
  readonly identifier: string;
  /** Null: the newest. */
  readonly ordinal: number | null;
  /** As it was given; null: none. */
  readonly source: { readonly system: string; readonly code: string } | null;
}

/** Which versions a statement fetches: the newest, a given one, or both. */
export type AheadVersions = "NEWEST" | "GIVEN" | "BOTH";

/** What is fetched of the version beside itself. */
export type AheadMappings =
  | { readonly kind: "NONE" }
  | { readonly kind: "SOURCE"; readonly concepts: boolean }
  | ({ readonly kind: "WINDOW" } & MappingWindow);

/** A crosswalk with one of its versions and what that says, in one statement. */
export interface CrosswalkAhead {
  readonly crosswalk: CrosswalkRow;
  /** Null: it has no such version. */
  readonly version: CrosswalkVersionRow | null;
  /** In reading direction, one more than asked for. */
  readonly mappings: readonly MappingRow[];
  /** How the system of the source code writes its codes; null where the viewer does not see it. */
  readonly codeNormalization: CodeNormalization | null;
}

interface FoundRow extends Omit<CrosswalkRow, "newest"> {
  readonly at: number;
  readonly shown: CrosswalkVersionRow | { readonly ordinal: null };
  readonly newest?: CrosswalkVersionRow;
  readonly codeNormalization: CodeNormalization | null;
  readonly mappings: typeof listedMappings._.type;
}

const newestVersion = alias(version, "newest") as unknown as typeof version;
const newestDetails = alias(
  crosswalkVersion,
  "newest_details",
) as unknown as typeof crosswalkVersion;

/** Crosswalks that requests have fetched by one statement, and mappings of those; more would make all wait. */
const SHARED_CROSSWALKS = 64;
const SHARED_MAPPINGS = 640;

const NO_MAPPINGS = sql`(select '[]'::json as mappings) as listed`;

const asked = sql`unnest(${p("identifiers")}::uuid[], ${p("ordinals")}::int[], ${p("systems")}::text[],
  ${p("codes")}::text[]) with ordinality as asked(uid, ordinal, system, code, at)`;

/** Reads of what is mostly asked for together: a crosswalk, a version of it, and mappings of that. */
export function aheadQueries(reads: Queries) {
  const NEWEST = statementsOf(reads, "NEWEST");
  const GIVEN = statementsOf(reads, "GIVEN");
  const BOTH = statementsOf(reads, "BOTH");
  const statements = { NEWEST, GIVEN, BOTH };
  const ask = askingTogether<AheadKey, CrosswalkAhead | null>();
  return {
    /**
     * One answer per key; null where there is no such crosswalk for the viewer. Requests of the same viewer that
     * come at the same time share a statement.
     */
    fetch: async (
      viewer: Viewer,
      keys: readonly AheadKey[],
      { versions, of }: { readonly versions: AheadVersions; readonly of: AheadMappings },
    ) =>
      await ask({
        kind: `${identityOf(viewer)} ${JSON.stringify([versions, of])}`,
        keys,
        most: of.kind === "WINDOW" ? SHARED_MAPPINGS / of.window.size : SHARED_CROSSWALKS,
        read: async (asked) => {
          const found: (CrosswalkAhead | null)[] = asked.map(() => null);
          for (const row of await statements[versions](of, parametersOf(viewer, asked))) {
            found[row.at - 1] = aheadOf(row, versions);
          }
          return found;
        },
      }),
  };
}

function statementsOf(reads: Queries, versions: AheadVersions) {
  const name = `crosswalks_ahead_${versions.toLowerCase()}`;
  const select = (mappings: SQL) => {
    const statement = reads
      .select({
        ...crosswalkColumns,
        at: sql<number>`asked.at::int`,
        shown: versionColumnsOf(version, crosswalkVersion),
        ...(versions === "BOTH" && { newest: versionColumnsOf(newestVersion, newestDetails) }),
        codeNormalization: codeSystem.codeNormalization,
        mappings: listedMappings,
      })
      .from(asked)
      .innerJoinLateral(one(reads, container, sql`${container.uid} = asked.uid`), sql`true`)
      .innerJoin(crosswalk, and(eq(crosswalk.containerId, container.id), visible))
      .$dynamic();
    if (versions === "NEWEST") {
      for (const table of [version, crosswalkVersion]) {
        void statement.innerJoinLateral(one(reads, table, sql`${isNewest(table)}`), sql`true`);
      }
    } else {
      void statement.leftJoinLateral(one(reads, version, isGiven(version)), sql`true`);
      void statement.leftJoinLateral(
        one(reads, crosswalkVersion, isGiven(crosswalkVersion)),
        sql`true`,
      );
    }
    if (versions === "BOTH") {
      void statement.innerJoin(newestVersion, isNewest(newestVersion));
      void statement.innerJoin(newestDetails, isNewest(newestDetails));
    }
    return statement
      .leftJoin(
        codeSystem,
        sql`${codeSystem.slug} = asked.system and exists (select from ${repository}
          where ${repository.containerId} = ${codeSystem.containerId} and ${repositoryVisible})`,
      )
      .innerJoinLateral(
        sql`(select ${version.containerId} as id, ${version.revision} as revision) as parent`,
        sql`true`,
      )
      .innerJoinLateral(mappings, sql`true`);
  };
  const without = select(NO_MAPPINGS).prepare(name);
  const bySource = withOrWithout((concepts, suffix) =>
    select(mappingsOfSource(sql`asked.system`, sql`asked.code`, concepts)).prepare(
      `${name}_by_source${suffix}`,
    ),
  );
  const windows = mappingWindows(name, select);
  return (
    of: AheadMappings,
    parameters: Record<string, unknown>,
  ): PromiseLike<readonly FoundRow[]> => {
    if (of.kind === "NONE") return without.execute(parameters);
    if (of.kind === "SOURCE") return bySource(of.concepts).execute(parameters);
    return windows(of, parameters);
  };
}

/**
 * The row of a table that is found by its key. OFFSET 0 has it looked up for each that asks: the planner would
 * rather read all containers, or all versions of one.
 */
function one(
  reads: Queries,
  table: typeof container | typeof version | typeof crosswalkVersion,
  is: SQL,
) {
  return reads.select().from(table).where(sql`${is} offset 0`).as(getTableName(table));
}

/** That a version, or what it has beside it, is the one asked for. */
function isGiven(of: typeof version | typeof crosswalkVersion): SQL {
  return sql`${of.containerId} = ${container.id} and ${of.ordinal} = asked.ordinal`;
}

function aheadOf(row: FoundRow, versions: AheadVersions): CrosswalkAhead {
  const { at: _, shown, newest, codeNormalization, mappings, ...crosswalk } = row;
  const version = shown.ordinal === null ? null : shown;
  const known = versions === "NEWEST" ? version : newest;
  return {
    crosswalk: known ? { ...crosswalk, newest: known } : crosswalk,
    version,
    mappings: mappings.map(readMapping),
    codeNormalization,
  };
}

function parametersOf(viewer: Viewer, keys: readonly AheadKey[]) {
  return {
    identifiers: keys.map(({ identifier }) => identifier),
    ordinals: keys.map(({ ordinal }) => ordinal),
    systems: keys.map(({ source }) => source?.system ?? null),
    codes: keys.map(({ source }) => source?.code ?? null),
    ...organizationsOf(viewer),
    ...viewerParameters(viewer),
  };
}
