import { sql } from "drizzle-orm";
import { placeOfMember } from "../../rules/collections/memberOrder.js";
import type { Snapshot } from "../codeSystems/concepts.js";
import type { ConceptMappingRow } from "../conceptMappings/rows.js";
import type { Queries } from "../database.js";
import { holdsMapping } from "./mappingIndex.js";
import type { CollectionMembers, MemberKey } from "./members.js";
import type { MemberState } from "./pins.js";

const p = sql.placeholder;

/** A version of a code system, or of a collection, by what is in it. */
export type HeldIn =
  | ({ readonly kind: "CODE_SYSTEM" } & Snapshot)
  | { readonly kind: "COLLECTION"; readonly state: MemberState };

/** Tells which concepts and mappings are in a version of a code system or collection. */
export function heldQueries(reads: Queries, members: CollectionMembers) {
  const alive = (table: "concept" | "concept_mapping", name: "code" | "mapping_id") =>
    reads
      .select({ name: sql<string>`asked.name` })
      .from(
        sql`unnest(${p("names")}::text[]) as asked(name)
          where exists (select from ${sql.raw(table)} held where held.container_id = ${p("id")}::int
            and held.${sql.raw(name)} = asked.name collate "C"
            and held.from_revision <= ${p("revision")}::int and held.to_revision > ${p("revision")}::int)`,
      )
      .prepare(`held_${table}s`);
  const concepts = alive("concept", "code");
  const mappings = alive("concept_mapping", "mapping_id");
  const named = async (
    statement: typeof concepts,
    { containerId: id, revision }: Snapshot,
    names: readonly string[],
  ): Promise<ReadonlySet<string>> => {
    if (names.length === 0) return new Set();
    const rows = await statement.execute({ id, revision, names });
    return new Set(rows.map(({ name }) => name));
  };
  return {
    /** Whether each of some concepts is there, whatever its version. */
    concepts: async (within: HeldIn, keys: readonly MemberKey[]): Promise<readonly boolean[]> => {
      if (within.kind === "COLLECTION") {
        const [found] = await members.concepts([within.state]);
        return keys.map((key) => found !== undefined && placeOfMember(found, key) !== null);
      }
      const own = keys.filter(({ id }) => id === within.containerId);
      const found = await named(
        concepts,
        within,
        own.map(({ code }) => code),
      );
      return keys.map(({ id, code }) => id === within.containerId && found.has(code));
    },
    /** Whether each of some mappings is there, whatever its version. */
    mappings: async (
      within: HeldIn,
      rows: readonly Pick<ConceptMappingRow, "uid" | "containerId" | "mappingId">[],
    ): Promise<readonly boolean[]> => {
      if (within.kind === "COLLECTION") {
        const [found] = await members.mappings([within.state]);
        return rows.map(({ uid }) => found !== undefined && holdsMapping(found, uid));
      }
      const own = rows.filter(({ containerId }) => containerId === within.containerId);
      const found = await named(
        mappings,
        within,
        own.map(({ mappingId }) => mappingId),
      );
      return rows.map(
        ({ containerId, mappingId }) => containerId === within.containerId && found.has(mappingId),
      );
    },
  };
}
