import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CustomAttribute, MapRelationship } from "../../rules/crosswalks/content.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import type { Queries } from "../database.js";
import type { TargetRow } from "./mappingRows.js";
import {
  crosswalksWith,
  ends,
  type MatchDirection,
  type MatchedVersion,
  matching,
  matchParameters,
  pair,
  scopeOf,
} from "./matchScope.js";
import type { ReferredVersion } from "./queries.js";

const p = sql.placeholder;

/** Pairs of one code in one crosswalk; no code has ever had nearly as many. */
const MATCHES_LIMIT = 10_000;

/** How codes are translated. */
export interface AskedTranslation extends MatchedVersion {
  readonly direction: MatchDirection;
  /** Only by this crosswalk, archived or not; null: by all that are not archived. */
  readonly crosswalk: string | null;
  /** Whether the pairs come with their identifiers and attributes. */
  readonly details: boolean;
}

/** A pair that translates a code; without details it has no identifier and no attributes. */
export interface TranslatedRow
  extends Omit<TargetRow, "identifier" | "attributes">,
    Partial<Pick<TargetRow, "identifier" | "attributes">> {
  readonly version: ReferredVersion;
}

/** The pairs of one crosswalk, value by value: quicker to write and to read than pair by pair. */
type MatchesJson = readonly [
  places: readonly number[],
  systems: readonly string[],
  codes: readonly string[],
  relationships: readonly (MapRelationship | null)[],
  identifiers?: readonly string[],
  attributes?: readonly (readonly CustomAttribute[])[],
];

interface FoundRow extends ReferredVersion {
  readonly matches: MatchesJson;
}

/** Translations of many codes at once, by the crosswalks of the viewer's organizations. */
export function translatedCodeQueries(reads: Queries) {
  const both = (direction: MatchDirection) => ({
    plain: everywhereOrIn(reads, direction, false),
    rich: everywhereOrIn(reads, direction, true),
  });
  const statements = { FORWARD: both("FORWARD"), BACKWARD: both("BACKWARD") };
  return {
    /** The pairs of each code, in order of crosswalk identifier and target code; 10,000 of them at most. */
    translate: async (
      viewer: Viewer,
      of: readonly SystemCode[],
      asked: AskedTranslation,
    ): Promise<readonly (readonly TranslatedRow[])[]> => {
      const { direction, crosswalk, details } = asked;
      const { named, all } = statements[direction][details ? "rich" : "plain"];
      const rows = await (crosswalk === null ? all : named).execute({
        crosswalk,
        ...matchParameters(viewer, of, asked),
      });
      return readTranslations(of, direction, rows);
    },
  };
}

function everywhereOrIn(reads: Queries, direction: MatchDirection, details: boolean) {
  const name = `translate_${direction}${details ? "_and_details" : ""}`.toLowerCase();
  const code = { system: sql`code.system`, code: sql`code.code` };
  const named = sql`select id as container_id from container where uid = ${p("crosswalk")}::uuid`;
  const all = crosswalksWith(direction, code);
  const select = (crosswalks: SQL, condition: SQL) =>
    reads
      .select({
        identifier: sql<string>`scope.uid`,
        containerId: sql<number>`scope.id`,
        ordinal: sql<number>`scope.ordinal`,
        matches: sql<MatchesJson>`found.matches`,
      })
      .from(codesByCrosswalk(crosswalks))
      .innerJoinLateral(scopeOf(sql`here.container_id`, condition), sql`true`)
      .innerJoinLateral(matchesIn(direction, details), sql`true`)
      .orderBy(sql`scope.uid::text collate "C"`);
  return {
    named: select(named, sql`true`).prepare(`${name}_in_crosswalk`),
    all: select(all, sql`crosswalk.archived_at is null`).prepare(name),
  };
}

/** Each crosswalk once, with the codes that it may map: where it is read is then found out once. */
function codesByCrosswalk(crosswalks: SQL): SQL {
  return sql`(select held.container_id, array_agg(code.system) as systems, array_agg(code.code) as codes,
      array_agg(code.at) as places
    from unnest(${p("systems")}::text[], ${p("codes")}::text[]) with ordinality as code(system, code, at)
    cross join lateral (${crosswalks}) as held group by held.container_id) as here`;
}

/** The pairs of `scope` that the codes of `here` are found in. LIMIT has each code looked up by itself. */
function matchesIn(direction: MatchDirection, details: boolean): SQL {
  const { far } = ends[direction];
  const near = { system: sql`code.system`, code: sql`code.code` };
  const more = sql`, json_agg(match.identifier), json_agg(match.attributes)`;
  return sql`(select json_build_array(json_agg(code.at), json_agg(match.system),
      json_agg(match.code), json_agg(match.relationship)${details ? more : sql.empty()}) as matches
    from unnest(here.systems, here.codes, here.places) as code(system, code, at)
    cross join lateral (select ${far.system} as system, ${far.code} as code, ${pair.relationship},
        ${pair.identifier}, ${pair.attributes}
      from crosswalk_pair as pair where ${matching(direction, near)}
      order by ${pair.targetCode}, ${pair.targetSystem}, ${pair.sourceSystem}, ${pair.sourceCode}
      limit ${sql.raw(String(MATCHES_LIMIT))}) as match
    having count(*) > 0) as found`;
}

function readTranslations(
  of: readonly SystemCode[],
  direction: MatchDirection,
  rows: readonly FoundRow[],
): readonly (readonly TranslatedRow[])[] {
  const lists = of.map((): TranslatedRow[] => []);
  for (const { matches, ...version } of rows) {
    const [places, systems, codes, relationships, identifiers, attributes] = matches;
    places.forEach((place, at) => {
      const list = lists[place - 1];
      const asked = of[place - 1];
      if (!list || !asked || list.length >= MATCHES_LIMIT) return;
      const found = { system: systems[at] ?? "", code: codes[at] ?? "" };
      const [source, target] = direction === "FORWARD" ? [asked, found] : [found, asked];
      list.push({
        sourceSystem: source.system,
        sourceCode: source.code,
        targetSystem: target.system,
        targetCode: target.code,
        relationship: relationships[at] ?? null,
        version,
        ...(identifiers && { identifier: identifiers[at] ?? "" }),
        ...(attributes && { attributes: attributes[at] ?? [] }),
      });
    });
  }
  return lists;
}
