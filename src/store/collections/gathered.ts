import { type SQL, sql } from "drizzle-orm";
import type { TextColumn } from "../../kernel/textColumn.js";
import { takingTurns } from "../../kernel/turns.js";
import type { UuidColumn } from "../../kernel/uuidColumn.js";
import type { OrderedMembers } from "../../rules/collections/memberOrder.js";
import type { Queries } from "../database.js";
import { urlOfRepository } from "../repositories/naming.js";
import { evaluation } from "./evaluation.js";
import { conceptsIn, flagsOf, mappingsIn, numbersOf, textsOf, uuidsOf } from "./gatheredParts.js";

/** Concepts by their codes, or mappings by their ids, with their code systems and versions, column by column. */
export interface MemberKeys {
  readonly ids: Int32Array;
  readonly codes: TextColumn;
  readonly versions: Int32Array;
}

/** All concepts of a collection, by code, then by URL; `revisions` are where they are read. */
export interface MemberConcepts extends MemberKeys, OrderedMembers {
  readonly ids: Int32Array;
  readonly retired: Uint8Array;
  readonly revisions: Int32Array;
}

/** All mappings of a collection, by the codes that they map from. */
export interface MemberMappings extends MemberKeys {
  readonly uids: UuidColumn;
  /** 1 where it is. */
  readonly retired: Uint8Array;
  readonly fromCodes: TextColumn;
  readonly toCodes: TextColumn;
}

/** Collections that are gathered at the same time: each takes twice the memory that its members will, or more. */
const AT_ONCE = 2;

/** Members that come in one row: one by one they would take longer to read than to find. */
const PART = 4096;

const sources = sql`named as materialized (
  select held.at, held.id, ${urlOfRepository("sources")} as url
  from (select distinct at, id from member) held
  join repository on repository.container_id = held.id
  left join organization on organization.id = repository.owner_organization_id
  left join user_account on user_account.id = repository.owner_user_id)`;

/** All rows of members in an order, in parts: a row of columns for each, as a table `found`. */
function inParts(members: SQL, order: SQL, columns: Readonly<Record<string, SQL>>): SQL {
  const each = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.raw(name)}`);
  return sql`select at, (place / ${sql.raw(`${PART}`)})::int as part, ${sql.join(each, sql`, `)}
    from (select member.*, row_number() over (partition by member.at order by ${order}) - 1 as place
      from ${members}) member group by 1, 2`;
}

const keyColumns = {
  ids: numbersOf(sql`id`),
  versions: numbersOf(sql`version`),
  retired: flagsOf(sql`retired`),
};
const conceptParts = inParts(
  sql`member join named on named.at = member.at and named.id = member.id`,
  sql`member.code, named.url`,
  {
    ...keyColumns,
    ...textsOf("codes", sql`code`),
    revisions: numbersOf(sql`revision`),
  },
);
const mappingParts = inParts(
  sql`member_mapping member`,
  sql`member.from_code collate "C", member.id, member.mapping_id`,
  {
    ...keyColumns,
    ...textsOf("codes", sql`mapping_id`),
    ...textsOf("from_codes", sql`from_code`),
    ...textsOf("to_codes", sql`to_code`),
    uids: uuidsOf(sql`uid`),
  },
);

const keys = {
  at: sql<number>`found.at`,
  ids: sql<Buffer>`found.ids`,
  ...{ codes: sql<string>`found.codes`, codeLengths: sql<Buffer>`found.codes_lengths` },
  versions: sql<Buffer>`found.versions`,
  retired: sql<Buffer>`found.retired`,
};

/** Reads of all members of collections, numbered from 1, whoever may read them; nothing of those that are empty. */
export function gatheringQueries(reads: Queries) {
  const concepts = reads
    .select({
      ...keys,
      revisions: sql<Buffer>`found.revisions`,
      urls: sql<MemberConcepts["urls"] | null>`found.urls`,
    })
    .from(
      sql`(with recursive ${evaluation}, ${sources} select found.*, case when part = 0 then
          (select json_object_agg(own.id, own.url) from named own where own.at = found.at) end as urls
        from (${conceptParts}) found) found`,
    )
    .orderBy(sql`found.at, found.part`);
  const mappings = reads
    .select({
      ...keys,
      uids: sql<Buffer>`found.uids`,
      ...{
        from: sql<string>`found.from_codes`,
        fromLengths: sql<Buffer>`found.from_codes_lengths`,
      },
      ...{ to: sql<string>`found.to_codes`, toLengths: sql<Buffer>`found.to_codes_lengths` },
    })
    .from(sql`(with recursive ${evaluation} ${mappingParts}) found`)
    .orderBy(sql`found.at, found.part`);
  const statements = {
    concepts: concepts.prepare("gathered_concepts"),
    mappings: mappings.prepare("gathered_mappings"),
  };
  const takeTurn = takingTurns(AT_ONCE);
  return {
    /** The statements: what others have worked out may be something else. */
    text: [concepts, mappings].map((query) => query.toSQL().sql).join("\n"),
    concepts: (count: number, parameters: Record<string, unknown>) =>
      takeTurn(async () =>
        perList(count, await statements.concepts.execute(parameters)).map(conceptsIn),
      ),
    mappings: (count: number, parameters: Record<string, unknown>) =>
      takeTurn(async () =>
        perList(count, await statements.mappings.execute(parameters)).map(mappingsIn),
      ),
  };
}

/** The rows of each list, in their order. */
function perList<Row extends { readonly at: number }>(
  count: number,
  rows: readonly Row[],
): readonly Row[][] {
  const lists: Row[][] = Array.from({ length: count }, () => []);
  for (const row of rows) lists[row.at - 1]?.push(row);
  return lists;
}
