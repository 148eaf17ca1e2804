import { sql } from "drizzle-orm";
import { valuesAt } from "../../kernel/columns.js";
import type { MemberConcepts, MemberKeys, MemberMappings } from "./gathered.js";

const p = sql.placeholder;

/** Members of a list, by their places in it; null: all of them. */
export interface ChosenMembers<Members extends MemberKeys = MemberKeys> {
  readonly members: Members;
  readonly places: readonly number[] | null;
}

/** Members of collections that were gathered before, as the tables `member` and `member_mapping` of a statement. */
export const givenConcepts = sql`member as materialized (
  select at, id, code collate "C" as code, version, revision
  from unnest(${p("memberAts")}::int[], ${p("memberIds")}::int[], ${p("memberCodes")}::text[],
    ${p("memberVersions")}::int[], ${p("memberRevisions")}::int[])
    as given(at, id, code, version, revision))`;

export const givenMappings = sql`member_mapping as materialized (
  select at, id, mapping_id collate "C" as mapping_id, uid, version
  from unnest(${p("mappingAts")}::int[], ${p("mappingIds")}::int[], ${p("mappingCodes")}::text[],
    ${p("mappingUids")}::uuid[], ${p("mappingVersions")}::int[])
    as given(at, id, mapping_id, uid, version))`;

/** All members of each list. */
export function wholeLists<Members extends MemberKeys>(
  lists: readonly Members[],
): ChosenMembers<Members>[] {
  return lists.map((members) => ({ members, places: null }));
}

/** How many members are chosen. */
export function chosenCount({ members, places }: ChosenMembers): number {
  return places?.length ?? members.ids.length;
}

/** Values of the placeholders of `givenConcepts`; the lists are numbered from 1. */
export function conceptParameters(lists: readonly MemberConcepts[]): Record<string, unknown> {
  return {
    ...keyParameters("member", wholeLists(lists)),
    memberRevisions: lists.flatMap(({ revisions }) => valuesAt(revisions)),
  };
}

/** Values of the placeholders of `givenMappings`; the lists are numbered from 1. */
export function mappingParameters(
  lists: readonly ChosenMembers<MemberMappings>[],
): Record<string, unknown> {
  return {
    ...keyParameters("mapping", lists),
    mappingUids: lists.flatMap(({ members, places }) => valuesAt(members.uids, places)),
  };
}

/** The columns that concepts and mappings have alike, with the number of each one's list. */
export function keyParameters(
  name: string,
  lists: readonly ChosenMembers[],
  first = 1,
): Record<string, unknown> {
  const listed = lists.map(keyArrays);
  return {
    [`${name}Ats`]: listed.flatMap(({ ids }, at) => ids.map(() => at + first)),
    [`${name}Ids`]: listed.flatMap(({ ids }) => ids),
    [`${name}Codes`]: listed.flatMap(({ codes }) => codes),
    [`${name}Versions`]: listed.flatMap(({ versions }) => versions),
  };
}

/** The keys of members, as the driver takes columns. */
export function keyArrays({ members: { ids, codes, versions }, places }: ChosenMembers) {
  return {
    ids: valuesAt(ids, places),
    codes: valuesAt(codes, places),
    versions: valuesAt(versions, places),
  };
}
