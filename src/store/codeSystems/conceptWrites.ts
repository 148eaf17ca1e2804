import { sql } from "drizzle-orm";
import type { ConceptContent, ConceptName } from "../../rules/codeSystems/content.js";
import type { Ancestry, Edge } from "../../rules/codeSystems/parents.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { settleClaimedNames } from "./claimedNames.js";
import { concept, conceptParent } from "./tables.js";
import { settleTerms } from "./terms.js";

/** A concept as an edit finds it, under the code system's lock. */
export interface StandingConcept {
  readonly code: string;
  /** At HEAD; null where the code is not there, though it may have been once. */
  readonly current: { readonly version: number; readonly content: ConceptContent } | null;
  /** The highest version and the first revision that the code ever had; 0 and null where it had none. */
  readonly lastVersion: number;
  readonly firstRevision: number | null;
}

/** How the first of some codes that is, or ever was, in a code system stands; null where none was. */
export async function standingConcept(
  queries: Queries,
  containerId: number,
  codes: readonly string[],
): Promise<StandingConcept | null> {
  const rows = await queries
    .select()
    .from(concept)
    .where(
      sql`${concept.containerId} = ${containerId}
        and ${concept.code} = any(${sql.param(codes)}::text[])`,
    )
    .orderBy(sql`array_position(${sql.param(codes)}::text[], ${concept.code})`, concept.toRevision);
  const standing = (code: string) => {
    const own = rows.filter((row) => row.code === code);
    return { own, open: own.find((row) => row.toRevision === OPEN_END) };
  };
  const code = codes.find((one) => standing(one).open) ?? rows[0]?.code;
  if (code === undefined) return null;
  const { own, open } = standing(code);
  return {
    code,
    current: open
      ? {
          version: open.version,
          content: contentOf(open, await parentsOf(queries, containerId, code)),
        }
      : null,
    lastVersion: Math.max(...own.map(({ version }) => version)),
    firstRevision: Math.min(...own.map(({ firstRevision }) => firstRevision)),
  };
}

/** What a row says of its code. */
export function contentOf(
  row: typeof concept.$inferSelect,
  parents: readonly string[],
): ConceptContent {
  const { code, conceptClass, datatype, names, descriptions, retired, externalId, extras } = row;
  return {
    code,
    conceptClass,
    datatype,
    names,
    descriptions,
    parents,
    retired,
    externalId,
    extras,
  };
}

async function parentsOf(queries: Queries, containerId: number, code: string): Promise<string[]> {
  const rows = await queries
    .select({ parent: conceptParent.parentCode })
    .from(conceptParent)
    .where(
      sql`${conceptParent.containerId} = ${containerId} and ${conceptParent.childCode} = ${code}
        and ${conceptParent.toRevision} = ${OPEN_END}`,
    )
    .orderBy(conceptParent.parentCode);
  return rows.map(({ parent }) => parent);
}

/** Which of some codes are there at HEAD, and what is above them. */
export async function ancestryOf(
  queries: Queries,
  containerId: number,
  codes: readonly string[],
): Promise<Ancestry> {
  if (codes.length === 0) return { existing: new Set(), edges: [] };
  const existing = await queries
    .select({ code: concept.code })
    .from(concept)
    .where(
      sql`${concept.containerId} = ${containerId} and ${concept.toRevision} = ${OPEN_END}
        and ${concept.code} = any(${sql.param(codes)}::text[])`,
    );
  const edges = await queries.execute<Edge & Record<string, unknown>>(sql`
    with recursive above as (
      select child_code, parent_code from concept_parent
      where container_id = ${containerId} and to_revision = ${OPEN_END}
        and child_code = any(${sql.param(codes)}::text[])
      union
      select next.child_code, next.parent_code from above
      join concept_parent next on next.container_id = ${containerId}
        and next.child_code = above.parent_code and next.to_revision = ${OPEN_END}
    )
    select child_code as child, parent_code as parent from above`);
  return { existing: new Set(existing.map(({ code }) => code)), edges };
}

/** A version of a concept on its way into the ledger. */
export interface ConceptWrite {
  readonly content: ConceptContent;
  /** The name that is shown; null only where a retired concept has no names. */
  readonly display: Pick<ConceptName, "name" | "locale">;
  readonly version: number;
  /** Revision in which the code first appeared; null: in this one. */
  readonly firstRevision: number | null;
}

/** Writes a version of one concept with its parents at a revision: what was open of it is closed. */
export async function writeConcept(
  queries: Queries,
  containerId: number,
  revision: number,
  { content, display, version, firstRevision }: ConceptWrite,
): Promise<void> {
  const { code, names, descriptions, extras, parents } = content;
  await queries
    .update(concept)
    .set({ toRevision: revision })
    .where(
      sql`${concept.containerId} = ${containerId} and ${concept.code} = ${code}
        and ${concept.toRevision} = ${OPEN_END}`,
    );
  await queries.insert(concept).values({
    containerId,
    code,
    fromRevision: revision,
    version,
    firstRevision: firstRevision ?? revision,
    conceptClass: content.conceptClass,
    datatype: content.datatype,
    display: display.name,
    displayLocale: display.locale,
    names: [...names],
    descriptions: [...descriptions],
    retired: content.retired,
    externalId: content.externalId,
    extras: { ...extras },
  });
  await writeParents(queries, { containerId, revision }, code, parents);
  await settleClaimedNames(queries, containerId, revision);
  await settleTerms(queries, containerId, revision);
}

async function writeParents(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
  code: string,
  parents: readonly string[],
): Promise<void> {
  const codes = sql`${sql.param(parents)}::text[]`;
  await queries.execute(sql`
    update concept_parent set to_revision = ${revision}
    where container_id = ${containerId} and child_code = ${code} and to_revision = ${OPEN_END}
      and parent_code <> all(${codes})`);
  await queries.execute(sql`
    insert into concept_parent (container_id, child_code, parent_code, from_revision)
    select ${containerId}, ${code}, named.code, ${revision} from unnest(${codes}) as named(code)
    where not exists (select from concept_parent edge where edge.container_id = ${containerId}
      and edge.child_code = ${code} and edge.parent_code = named.code
      and edge.to_revision = ${OPEN_END})`);
}
