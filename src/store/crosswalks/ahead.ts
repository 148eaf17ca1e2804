import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CodeNormalization } from "../../rules/codeSystems/normalization.js";
import { codeSystem } from "../codeSystems/tables.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
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

interface FoundRow extends CrosswalkRow {
  readonly at: number;
  readonly shown: CrosswalkVersionRow | { readonly ordinal: null };
  readonly codeNormalization: CodeNormalization | null;
  readonly mappings: typeof listedMappings._.type;
}

const shownVersion = alias(version, "shown_version") as unknown as typeof version;
const shownDetails = alias(crosswalkVersion, "shown_details") as unknown as typeof crosswalkVersion;

const NO_MAPPINGS = sql`(select '[]'::json as mappings) as listed`;

/** Reads of what is mostly asked for together: a crosswalk, a version of it, and mappings of that. */
export function aheadQueries(reads: Queries) {
  const withMappings = (mappings: SQL) =>
    reads
      .select({
        ...crosswalkColumns,
        at: sql<number>`asked.at::int`,
        shown: versionColumnsOf(shownVersion, shownDetails),
        codeNormalization: codeSystem.codeNormalization,
        mappings: listedMappings,
      })
      .from(sql`unnest(${p("identifiers")}::uuid[], ${p("ordinals")}::int[], ${p("systems")}::text[],
        ${p("codes")}::text[]) with ordinality as asked(uid, ordinal, system, code, at)`)
      .innerJoin(container, sql`${container.uid} = asked.uid`)
      .innerJoin(crosswalk, and(eq(crosswalk.containerId, container.id), visible))
      .innerJoin(version, isNewest(version))
      .innerJoin(crosswalkVersion, isNewest(crosswalkVersion))
      .leftJoin(
        shownVersion,
        sql`${shownVersion.containerId} = ${container.id}
          and ${shownVersion.ordinal} = coalesce(asked.ordinal, ${container.newestVersion})`,
      )
      .leftJoin(
        shownDetails,
        sql`${shownDetails.containerId} = ${container.id}
          and ${shownDetails.ordinal} = ${shownVersion.ordinal}`,
      )
      .leftJoin(
        codeSystem,
        sql`${codeSystem.slug} = asked.system and exists (select from ${repository}
          where ${repository.containerId} = ${codeSystem.containerId} and ${repositoryVisible})`,
      )
      .innerJoinLateral(
        sql`(select ${shownVersion.containerId} as id, ${shownVersion.revision} as revision) as parent`,
        sql`true`,
      )
      .innerJoinLateral(mappings, sql`true`);
  const without = withMappings(NO_MAPPINGS).prepare("crosswalks_ahead");
  const bySource = withOrWithout((concepts, suffix) =>
    withMappings(mappingsOfSource(sql`asked.system`, sql`asked.code`, concepts)).prepare(
      `crosswalks_ahead_by_source${suffix}`,
    ),
  );
  const windows = mappingWindows("crosswalks_ahead", withMappings);

  const read = (
    of: AheadMappings,
    parameters: Record<string, unknown>,
  ): PromiseLike<readonly FoundRow[]> => {
    if (of.kind === "NONE") return without.execute(parameters);
    if (of.kind === "SOURCE") return bySource(of.concepts).execute(parameters);
    return windows(of, parameters);
  };
  return {
    /** One answer per key; null where there is no such crosswalk for the viewer. */
    fetch: async (viewer: Viewer, keys: readonly AheadKey[], of: AheadMappings) => {
      const found: (CrosswalkAhead | null)[] = keys.map(() => null);
      const rows = await read(of, parametersOf(viewer, keys));
      for (const { at, shown, codeNormalization, mappings, ...row } of rows) {
        found[at - 1] = {
          crosswalk: row,
          version: shown.ordinal === null ? null : shown,
          mappings: mappings.map(readMapping),
          codeNormalization,
        };
      }
      return found;
    },
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
