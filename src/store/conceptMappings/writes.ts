import { eq, sql } from "drizzle-orm";
import type { ConceptEnd, ConceptMappingContent } from "../../rules/conceptMappings/content.js";
import type { MappingSiblings } from "../../rules/conceptMappings/mappingRules.js";
import { codeSystem } from "../codeSystems/tables.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { conceptMapping } from "./tables.js";

/** A mapping as it stands at HEAD. */
export type OpenMapping = typeof conceptMapping.$inferSelect;

/** Which mapping of which code system, and its identity everywhere. */
export interface MappingIdentity {
  readonly containerId: number;
  readonly mappingId: string;
  readonly uid: string;
}

/** The mapping of an id or a uuid at HEAD; to be read under its code system's lock. */
export async function openMapping(
  queries: Queries,
  containerId: number,
  named: { readonly mappingId: string } | { readonly uid: string },
): Promise<OpenMapping | null> {
  const which =
    "uid" in named
      ? sql`${conceptMapping.uid} = ${named.uid}`
      : sql`${conceptMapping.mappingId} = ${named.mappingId}`;
  const [row] = await queries
    .select()
    .from(conceptMapping)
    .where(
      sql`${conceptMapping.containerId} = ${containerId} and ${conceptMapping.toRevision} = ${OPEN_END}
        and ${which}`,
    );
  return row ?? null;
}

/** In which code system a mapping of a uuid was authored; null where there is none. */
export async function systemOfMapping(queries: Queries, uid: string): Promise<string | null> {
  const [row] = await queries
    .select({ slug: codeSystem.slug })
    .from(conceptMapping)
    .innerJoin(codeSystem, eq(codeSystem.containerId, conceptMapping.containerId))
    .where(sql`${conceptMapping.uid} = ${uid} and ${conceptMapping.toRevision} = ${OPEN_END}`);
  return row?.slug ?? null;
}

/** Ends the version of a mapping that is open, if there is one, and begins another. */
export async function putMapping(
  queries: Queries,
  { containerId, mappingId, uid }: MappingIdentity,
  content: ConceptMappingContent,
  { revision, present }: { readonly revision: number; readonly present: OpenMapping | null },
): Promise<void> {
  if (present) {
    await queries
      .update(conceptMapping)
      .set({ toRevision: revision })
      .where(
        sql`${conceptMapping.containerId} = ${containerId} and ${conceptMapping.mappingId} = ${mappingId}
          and ${conceptMapping.toRevision} = ${OPEN_END}`,
      );
  }
  await queries.insert(conceptMapping).values({
    ...content,
    extras: { ...content.extras },
    containerId,
    mappingId,
    uid,
    fromRevision: revision,
    version: (present?.version ?? 0) + 1,
    firstRevision: present?.firstRevision ?? revision,
  });
}

/** The next number that is no mapping's id yet. Numbers are never given twice. */
export async function nextMappingId(queries: Queries, containerId: number): Promise<string> {
  for (;;) {
    const [row] = await queries
      .update(codeSystem)
      .set({ lastMappingId: sql`${codeSystem.lastMappingId} + 1` })
      .where(eq(codeSystem.containerId, containerId))
      .returning({ id: codeSystem.lastMappingId });
    if (!row) throw new Error(`Container ${containerId} is no code system`);
    const mappingId = String(row.id);
    if (!(await openMapping(queries, containerId, { mappingId }))) return mappingId;
  }
}

/**
 * What else the code system maps from the same concept.
 * @param toSystems all URLs that the target's code system is known by
 */
export async function siblingsOf(
  queries: Queries,
  { containerId, mappingId }: Pick<MappingIdentity, "containerId"> & { mappingId: string | null },
  mapping: ConceptMappingContent,
  toSystems: readonly string[],
): Promise<MappingSiblings> {
  const sameEnds = sql`${conceptMapping.toSystem} = any(${sql.param(toSystems)}::text[])
    and ${conceptMapping.toCode} = ${mapping.toCode}`;
  const sameType = sql`${conceptMapping.mapType} = ${mapping.mapType}`;
  const [row] = await queries
    .select({
      same: sql<boolean>`coalesce(bool_or(${sameEnds} and ${sameType}), false)`,
      sameEnds: sql<boolean>`coalesce(bool_or(${sameEnds}), false)`,
      greatestWeight: sql<
        number | null
      >`max(${conceptMapping.sortWeight}) filter (where ${sameType})`,
    })
    .from(conceptMapping)
    .where(
      sql`${conceptMapping.containerId} = ${containerId} and ${conceptMapping.toRevision} = ${OPEN_END}
        and ${conceptMapping.fromSystem} = ${mapping.fromSystem}
        and ${conceptMapping.fromCode} = ${mapping.fromCode} and not ${conceptMapping.retired}
        and ${conceptMapping.mappingId} is distinct from ${mappingId}`,
    );
  return row ?? { same: false, sameEnds: false, greatestWeight: null };
}

/** Whether a code system has a concept at HEAD or in its newest released version. */
export async function hasConcept(
  queries: Queries,
  containerId: number,
  code: ConceptEnd["code"],
): Promise<boolean> {
  const [row] = await queries.execute<{ found: boolean }>(sql`
    select exists (select from concept join container on container.id = concept.container_id
      where concept.container_id = ${containerId} and concept.code = ${code}
        and (concept.to_revision = ${OPEN_END} or (concept.from_revision <= container.released_revision
          and concept.to_revision > container.released_revision))) as found`);
  return row?.found ?? false;
}

/** The map types of organization OCL's list, by code and by name; null where it keeps none. */
export async function listedMapTypes(queries: Queries): Promise<ReadonlySet<string> | null> {
  const rows = await queries.execute<{ code: string; display: string }>(sql`
    select concept.code, concept.display from organization
    join repository on repository.owner_organization_id = organization.id
      and repository.short_code = 'MapTypes' and repository.deactivated_at is null
    join concept on concept.container_id = repository.container_id
      and concept.to_revision = ${OPEN_END} and not concept.retired
    where organization.name = 'OCL'`);
  return rows.length === 0 ? null : new Set(rows.flatMap(({ code, display }) => [code, display]));
}
