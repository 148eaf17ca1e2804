import { type SQL, sql } from "drizzle-orm";
import { takingTurns } from "../../kernel/turns.js";
import type { OrderedMembers } from "../../rules/collections/memberOrder.js";
import type { Queries } from "../database.js";
import { urlOfRepository } from "../repositories/naming.js";
import { evaluation } from "./evaluation.js";

/** Concepts by their codes, or mappings by their ids, with their code systems and versions, column by column. */
export interface MemberKeys {
  readonly ids: readonly number[];
  readonly codes: readonly string[];
  readonly versions: readonly number[];
}

/** All concepts of a collection, by code, then by URL; `revisions` are where they are read. */
export interface MemberConcepts extends MemberKeys, OrderedMembers {
  readonly revisions: readonly number[];
}

/** All mappings of a collection, by the codes that they map from. */
export interface MemberMappings extends MemberKeys {
  readonly uids: readonly string[];
  readonly retired: readonly boolean[];
  readonly fromCodes: readonly string[];
  readonly toCodes: readonly string[];
}

const noConcepts: MemberConcepts = {
  ...{ ids: [], codes: [], versions: [], revisions: [], retired: [], urls: {} },
};
const noMappings: MemberMappings = {
  ...{ ids: [], codes: [], versions: [], uids: [], retired: [], fromCodes: [], toCodes: [] },
};

/** Collections that are gathered at the same time: each takes several times the memory that its members will. */
const AT_ONCE = 2;

// In one piece, since as rows the members of a large collection would take longer to read than to find.
function columnsOf(order: SQL, columns: Readonly<Record<string, SQL>>): SQL {
  const each = Object.entries(columns).map(
    ([name, column]) => sql`${sql.raw(`'${name}'`)}, json_agg(${column} order by ${order})`,
  );
  return sql`json_build_object(${sql.join(each, sql`, `)})`;
}

const sources = sql`named as materialized (
  select held.at, held.id, ${urlOfRepository("sources")} as url
  from (select distinct at, id from member) held
  join repository on repository.container_id = held.id
  left join organization on organization.id = repository.owner_organization_id
  left join user_account on user_account.id = repository.owner_user_id)`;

/** Reads of all members of collections, numbered from 1, whoever may read them; nothing of those that are empty. */
export function gatheringQueries(reads: Queries) {
  const concepts = reads
    .select({
      at: sql<number>`found.at`,
      members: sql<Omit<MemberConcepts, "urls">>`found.members`,
      urls: sql<MemberConcepts["urls"]>`found.urls`,
    })
    .from(
      sql`(with recursive ${evaluation}, ${sources}
        select member.at, ${columnsOf(sql`member.code, named.url`, {
          ids: sql`member.id`,
          codes: sql`member.code`,
          versions: sql`member.version`,
          revisions: sql`member.revision`,
          retired: sql`member.retired`,
        })} as members,
          (select json_object_agg(own.id, own.url) from named own where own.at = member.at) as urls
        from member join named on named.at = member.at and named.id = member.id
        group by member.at) found`,
    );
  const mappings = reads
    .select({ at: sql<number>`found.at`, members: sql<MemberMappings>`found.members` })
    .from(
      sql`(with recursive ${evaluation} select member.at, ${columnsOf(
        sql`member.from_code collate "C", member.id, member.mapping_id`,
        {
          ids: sql`member.id`,
          codes: sql`member.mapping_id`,
          versions: sql`member.version`,
          uids: sql`member.uid`,
          retired: sql`member.retired`,
          fromCodes: sql`member.from_code`,
          toCodes: sql`member.to_code`,
        },
      )} as members from member_mapping member group by member.at) found`,
    );
  const statements = {
    concepts: concepts.prepare("gathered_concepts"),
    mappings: mappings.prepare("gathered_mappings"),
  };
  const takeTurn = takingTurns(AT_ONCE);
  return {
    /** The statements: what others have worked out may be something else. */
    text: [concepts, mappings].map((query) => query.toSQL().sql).join("\n"),
    concepts: async (count: number, parameters: Record<string, unknown>) => {
      const found = Array.from({ length: count }, () => noConcepts);
      const rows = await takeTurn(() => statements.concepts.execute(parameters));
      for (const { at, members, urls } of rows) found[at - 1] = { ...members, urls };
      return found;
    },
    mappings: async (count: number, parameters: Record<string, unknown>) => {
      const found = Array.from({ length: count }, () => noMappings);
      const rows = await takeTurn(() => statements.mappings.execute(parameters));
      for (const { at, members } of rows) found[at - 1] = members;
      return found;
    },
  };
}
