import { type SQL, sql } from "drizzle-orm";
import type { Key } from "../../kernel/window.js";
import {
  type CustomAttribute,
  type MapRelationship,
  NO_MAP,
} from "../../rules/crosswalks/content.js";
import {
  type ConceptJson,
  conceptJson,
  readConcept,
  systemOfToday,
} from "../codeSystems/conceptJson.js";
import type { ConceptRow } from "../codeSystems/concepts.js";
import { HIGHEST_TEXT, type Ordering } from "../keyset.js";
import { type crosswalkBucket, crosswalkGroup, crosswalkPair } from "./tables.js";

/** A source code with its targets in one target system, in order of target code. */
export interface MappingRow {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly noMap: boolean;
  /** Of the statement that nothing corresponds. */
  readonly noMapAttributes: readonly CustomAttribute[];
  readonly targets: readonly TargetRow[];
  /** Today's concept of the source code; left out where nobody asked for concepts. */
  readonly sourceConcept?: ConceptRow | null | undefined;
}

export interface TargetRow {
  readonly identifier: string;
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly targetCode: string;
  readonly relationship: MapRelationship | null;
  readonly attributes: readonly CustomAttribute[];
  /** Today's concepts of the two codes; left out where nobody asked for concepts. */
  readonly sourceConcept?: ConceptRow | null | undefined;
  readonly targetConcept?: ConceptRow | null | undefined;
}

export const byCodes: Ordering = {
  columns: [crosswalkGroup.sourceSystem, crosswalkGroup.sourceCode, crosswalkGroup.targetSystem],
  direction: "ASC",
  lowest: ["", "", ""],
  highest: [HIGHEST_TEXT, "", ""],
};

/** The key of a mapping in the order of its list. */
export function mappingKey(row: MappingRow): Key {
  return [row.sourceSystem, row.sourceCode, row.targetSystem];
}

/** That an interval row belongs to the parent's container and revision. */
export function alive(
  table: typeof crosswalkGroup | typeof crosswalkPair | typeof crosswalkBucket,
): SQL {
  return sql`${table.containerId} = parent.id and ${table.fromRevision} <= parent.revision
    and ${table.toRevision} > parent.revision`;
}

/** That a pair is of the group, at the parent's revision. */
export const pairOfGroup = sql`${alive(crosswalkPair)}
  and ${crosswalkPair.sourceSystem} = ${crosswalkGroup.sourceSystem}
  and ${crosswalkPair.sourceCode} = ${crosswalkGroup.sourceCode}
  and ${crosswalkPair.targetSystem} = ${crosswalkGroup.targetSystem}`;

/** The columns that make a group, and with it a mapping. */
export const groupColumns = sql.join([...byCodes.columns], sql`, `);

type PairJson = readonly [
  identifier: string,
  code: string,
  relationship: MapRelationship | null,
  attributes: readonly CustomAttribute[],
  concept?: ConceptJson | null,
];

type MappingJson = readonly [
  sourceSystem: string,
  sourceCode: string,
  targetSystem: string,
  pairs: readonly PairJson[],
  concept?: ConceptJson | null,
];

/** What a statement selects that joins {@link mappingsOf}. */
export const listedMappings = sql<readonly MappingJson[]>`listed.mappings`;

/**
 * The mappings of the groups of one parent, as one JSON list to be joined laterally: it takes a fraction of
 * what rows would. Each pair is looked up by its key.
 * @param groups a list of `crosswalk_group`, of the container and revision of `parent`
 * @param concepts whether each code comes with its concept
 */
export function mappingsOf(groups: SQL, order: readonly SQL[], concepts: boolean): SQL {
  const concept = (system: SQL, code: SQL) =>
    concepts ? sql`, ${conceptJson(system, code)}` : sql.empty();
  const { sourceSystem, sourceCode, targetSystem } = crosswalkGroup;
  const systems = concepts
    ? sql`${systemOfToday(sql`${sourceSystem}`, SOURCES)} ${systemOfToday(sql`${targetSystem}`, TARGETS)}`
    : sql.empty();
  // OFFSET 0 keeps the planner from turning ten index probes into a join over the whole crosswalk.
  const pairs = sql`(
    select json_agg(json_build_array(pair.identifier, pair.target_code, pair.relationship,
      pair.attributes${concept(TARGETS, sql`pair.target_code`)})
      order by pair.target_code) as pairs
    from (select ${crosswalkPair.identifier}, ${crosswalkPair.targetCode},
        ${crosswalkPair.relationship}, ${crosswalkPair.attributes}
      from ${crosswalkPair} where ${pairOfGroup} offset 0) as pair) as found`;
  return sql`(
    select coalesce(json_agg(json_build_array(${groupColumns}, found.pairs
      ${concept(SOURCES, sql`${sourceCode}`)})
      order by ${sql.join([...order], sql`, `)}), '[]') as mappings
    from ${groups} ${systems} cross join lateral ${pairs}) as listed`;
}

const SOURCES = sql`sources`;
const TARGETS = sql`targets`;

export function readMapping(json: MappingJson): MappingRow {
  const [sourceSystem, sourceCode, targetSystem, pairs, concept] = json;
  const sourceConcept = concept === undefined ? undefined : readConcept(concept);
  const targets: TargetRow[] = [];
  let [noMap, noMapAttributes]: [boolean, readonly CustomAttribute[]] = [false, []];
  for (const [identifier, targetCode, relationship, attributes, target] of pairs) {
    if (targetCode === NO_MAP) {
      [noMap, noMapAttributes] = [true, attributes];
      continue;
    }
    const targetConcept = target === undefined ? undefined : readConcept(target);
    const ends = { sourceSystem, sourceCode, targetSystem, targetCode };
    targets.push({ identifier, ...ends, relationship, attributes, sourceConcept, targetConcept });
  }
  return { sourceSystem, sourceCode, targetSystem, noMap, noMapAttributes, targets, sourceConcept };
}
