import { sql } from "drizzle-orm";
import type { SaidOfReference } from "../../rules/collections/forms/setContent.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { collectionReference } from "./tables.js";

/** A reference as it is to be written. */
export interface NewReference {
  readonly uid: string;
  readonly include: boolean;
  readonly expression: string;
  readonly identity: string;
  readonly definition: ReferenceDefinition;
  /** What a file says of it beside; null: nothing. */
  readonly said: SaidOfReference | null;
  readonly kind: "CONCEPT" | "MAPPING" | "LIST";
  /** What it reads; null: it is not there, or everything is read. */
  readonly targetId: number | null;
  readonly targetVersion: string | null;
  /** 0: it is not there. */
  readonly valuesetIds: readonly number[];
  readonly valuesetVersions: readonly string[];
  readonly code: string | null;
  readonly resourceVersion: number | null;
  readonly creatorId: number | null;
}

/** A reference that stands at HEAD. */
export interface OpenReference {
  readonly id: number;
  readonly uid: string;
  readonly include: boolean;
  readonly expression: string;
  readonly identity: string;
}

const openColumns = {
  id: collectionReference.id,
  uid: collectionReference.uid,
  include: collectionReference.include,
  expression: collectionReference.expression,
  identity: collectionReference.identity,
};

/** Those of the identities that the collection has at HEAD, and how many lists it has. */
export async function presentReferences(
  queries: Queries,
  containerId: number,
  identities: readonly string[],
): Promise<{ readonly present: readonly OpenReference[]; readonly lists: number }> {
  const open = sql`${collectionReference.containerId} = ${containerId}
    and ${collectionReference.toRevision} = ${OPEN_END}`;
  const present = await queries
    .select(openColumns)
    .from(collectionReference)
    .where(
      sql`${open} and md5(${collectionReference.identity}) in (
        select md5(asked.identity) from unnest(${sql.param(identities)}::text[]) as asked(identity))`,
    );
  const [counted] = await queries
    .select({ lists: sql<number>`count(*)::int` })
    .from(collectionReference)
    .where(sql`${open} and ${collectionReference.kind} = 'LIST'`);
  return { present, lists: counted?.lists ?? 0 };
}

/** Writes references of a revision, in this order; answers their ids. */
export async function insertReferences(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
  references: readonly NewReference[],
): Promise<readonly number[]> {
  const rows = await queries.execute<{ id: number }>(sql`
    insert into collection_reference (uid, container_id, from_revision, include, expression, identity,
      definition, said, kind, target_id, target_version, valueset_ids, valueset_versions, code,
      resource_version, creator_id)
    select (row ->> 'uid')::uuid, ${containerId}, ${revision}, (row ->> 'include')::boolean,
      row ->> 'expression', row ->> 'identity', row -> 'definition',
      nullif(row -> 'said', 'null'), row ->> 'kind',
      (row ->> 'targetId')::int, row ->> 'targetVersion',
      array(select jsonb_array_elements_text(row -> 'valuesetIds')::int),
      array(select jsonb_array_elements_text(row -> 'valuesetVersions')),
      row ->> 'code', (row ->> 'resourceVersion')::int, (row ->> 'creatorId')::int
    from jsonb_array_elements(${JSON.stringify(references)}::jsonb) with ordinality as given(row, at)
    order by at
    returning id`);
  return rows.map(({ id }) => id);
}

/** Takes references back that were only tried: no revision ever had them. */
export async function withdrawReferences(queries: Queries, ids: readonly number[]): Promise<void> {
  await queries
    .delete(collectionReference)
    .where(sql`${collectionReference.id} = any(${sql.param(ids)}::int[])`);
}

/** Which references are to go: by their texts as stored or without versions, by their ids, or all. */
export type ReferenceChoice =
  | { readonly all: true }
  | { readonly uids: readonly string[] }
  | { readonly expressions: readonly string[]; readonly identities: readonly string[] };

/** References of a collection at HEAD, in the order in which they were added. */
export async function openReferences(
  queries: Queries,
  containerId: number,
  choice: ReferenceChoice,
): Promise<readonly OpenReference[]> {
  const among = (values: readonly string[], type: "text" | "uuid") =>
    sql`any(${sql.param(values)}::${sql.raw(type)}[])`;
  const chosen =
    "all" in choice
      ? sql`true`
      : "uids" in choice
        ? sql`${collectionReference.uid} = ${among(choice.uids, "uuid")}`
        : sql`(${collectionReference.expression} = ${among(choice.expressions, "text")}
          or ${collectionReference.identity} = ${among(choice.identities, "text")})`;
  return await queries
    .select(openColumns)
    .from(collectionReference)
    .where(
      sql`${collectionReference.containerId} = ${containerId}
        and ${collectionReference.toRevision} = ${OPEN_END} and ${chosen}`,
    )
    .orderBy(collectionReference.id);
}

/** Takes references out of HEAD: from this revision on they are no more. */
export async function closeReferences(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
  ids: readonly number[],
): Promise<void> {
  await queries
    .update(collectionReference)
    .set({ toRevision: revision })
    .where(
      sql`${collectionReference.containerId} = ${containerId}
        and ${collectionReference.id} = any(${sql.param(ids)}::int[])`,
    );
}
