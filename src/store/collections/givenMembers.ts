import { sql } from "drizzle-orm";
import type { MemberConcepts, MemberKeys } from "./gathered.js";

const p = sql.placeholder;

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

/** Values of the placeholders of `givenConcepts`; the lists are numbered from 1. */
export function conceptParameters(
  lists: readonly Pick<MemberConcepts, keyof MemberKeys | "revisions">[],
): Record<string, unknown> {
  return {
    ...keyParameters("member", lists),
    memberRevisions: lists.flatMap(({ revisions }) => revisions),
  };
}

/** Values of the placeholders of `givenMappings`; the lists are numbered from 1. */
export function mappingParameters(
  lists: readonly (MemberKeys & { readonly uids: readonly string[] })[],
): Record<string, unknown> {
  return { ...keyParameters("mapping", lists), mappingUids: lists.flatMap(({ uids }) => uids) };
}

/** The columns that concepts and mappings have alike, with the number of each one's list. */
export function keyParameters(
  name: string,
  lists: readonly MemberKeys[],
  first = 1,
): Record<string, unknown> {
  return {
    [`${name}Ats`]: lists.flatMap(({ ids }, at) => ids.map(() => at + first)),
    [`${name}Ids`]: lists.flatMap(({ ids }) => ids),
    [`${name}Codes`]: lists.flatMap(({ codes }) => codes),
    [`${name}Versions`]: lists.flatMap(({ versions }) => versions),
  };
}
