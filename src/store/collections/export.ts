import { asc, eq, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SetReference } from "../../rules/collections/forms/setContent.js";
import { organization, userAccount } from "../access/tables.js";
import { codeSystem, concept } from "../codeSystems/tables.js";
import { conceptMapping } from "../conceptMappings/tables.js";
import type { Queries } from "../database.js";
import { version } from "../ledger/tables.js";
import { urlOfRepository } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { type ChosenMembers, chosenCount, keyArrays } from "./givenMembers.js";
import type { Pin } from "./pins.js";
import type { CollectionSnapshot } from "./queries.js";
import { collectionReference } from "./tables.js";

const BATCH = 1000;

/** A concept version as a member. */
export type ExportedConcept = typeof concept.$inferSelect;
/** A mapping version as a member. */
export type ExportedMapping = typeof conceptMapping.$inferSelect;

/** A line of a collection. */
export interface ExportedReference extends SetReference {
  readonly id: number;
  readonly uid: string;
}

/** All lines of a collection at a revision, in the order in which they were added, so many at a time. */
export async function* exportedReferences(
  queries: Queries,
  { containerId, revision }: CollectionSnapshot,
): AsyncGenerator<readonly ExportedReference[]> {
  for (let after = 0; ; ) {
    const rows = await queries
      .select({
        id: collectionReference.id,
        uid: collectionReference.uid,
        definition: collectionReference.definition,
        said: collectionReference.said,
      })
      .from(collectionReference)
      .where(
        sql`${collectionReference.containerId} = ${containerId} and ${collectionReference.id} > ${after}
          and ${collectionReference.fromRevision} <= ${revision}
          and ${collectionReference.toRevision} > ${revision}`,
      )
      .orderBy(asc(collectionReference.id))
      .limit(BATCH);
    yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** How many lines a collection has at a revision. */
export async function countReferences(
  queries: Queries,
  { containerId, revision }: CollectionSnapshot,
): Promise<number> {
  return await queries.$count(
    collectionReference,
    sql`${collectionReference.containerId} = ${containerId}
      and ${collectionReference.fromRevision} <= ${revision}
      and ${collectionReference.toRevision} > ${revision}`,
  );
}

/** The keys of some members, so many at a time. */
function* portions(chosen: ChosenMembers) {
  const { members, places } = chosen;
  const count = chosenCount(chosen);
  for (let start = 0; start < count; start += BATCH) {
    const length = Math.min(BATCH, count - start);
    const part = Array.from({ length }, (_, at) => places?.[start + at] ?? start + at);
    yield keyArrays({ members, places: part });
  }
}

/** The versions of concepts that are members, in their order. */
export async function* exportedConcepts(
  queries: Queries,
  members: ChosenMembers,
): AsyncGenerator<readonly ExportedConcept[]> {
  for (const { ids, codes, versions } of portions(members)) {
    const asked = sql`unnest(${sql.param(ids)}::int[], ${sql.param(codes)}::text[],
      ${sql.param(versions)}::int[]) with ordinality as asked(id, code, number, at)`;
    const found = queries
      .select()
      .from(concept)
      .where(
        sql`${concept.containerId} = asked.id and ${concept.code} = asked.code collate "C"
          and ${concept.version} = asked.number`,
      )
      .orderBy(sql`${concept.fromRevision} desc`)
      .limit(1)
      .as("found");
    const rows = await queries
      .select({ concept: found._.selectedFields })
      .from(asked)
      .innerJoinLateral(found, sql`true`)
      .orderBy(sql`asked.at`);
    yield rows.map((row) => row.concept);
  }
}

/** The versions of mappings that are members, in their order. */
export async function* exportedMappings(
  queries: Queries,
  members: ChosenMembers,
): AsyncGenerator<readonly ExportedMapping[]> {
  for (const { ids, codes, versions } of portions(members)) {
    const asked = sql`unnest(${sql.param(ids)}::int[], ${sql.param(codes)}::text[],
      ${sql.param(versions)}::int[]) with ordinality as asked(id, code, number, at)`;
    const found = queries
      .select()
      .from(conceptMapping)
      .where(
        sql`${conceptMapping.containerId} = asked.id
          and ${conceptMapping.mappingId} = asked.code collate "C"
          and ${conceptMapping.version} = asked.number`,
      )
      .orderBy(sql`${conceptMapping.fromRevision} desc`)
      .limit(1)
      .as("found");
    const rows = await queries
      .select({ mapping: found._.selectedFields })
      .from(asked)
      .innerJoinLateral(found, sql`true`)
      .orderBy(sql`asked.at`);
    yield rows.map((row) => row.mapping);
  }
}

/** A code system or collection as files name it. */
export interface NamedInFiles {
  readonly id: number;
  readonly url: string;
  /** Null where it has none, or shares it with another. */
  readonly canonicalUrl: string | null;
  /** Whether the viewer may read what is in it. */
  readonly readable: boolean;
}

/** All code systems and collections that a viewer may see. */
export async function namesInFiles(
  queries: Queries,
  viewer: Viewer,
): Promise<readonly NamedInFiles[]> {
  const shared = sql`exists (select from repository other where other.canonical_url = ${repository.canonicalUrl}
    and other.container_id <> ${repository.containerId} and other.deactivated_at is null)`;
  return await queries
    .select({
      id: repository.containerId,
      url: sql<string>`case when ${codeSystem.containerId} is null then ${urlOfRepository("collections")}
        else ${urlOfRepository("sources")} end`,
      canonicalUrl: sql<string | null>`case when not ${shared} then ${repository.canonicalUrl} end`,
      readable: sql<boolean>`${contentLicensed}`,
    })
    .from(repository)
    .leftJoin(codeSystem, eq(codeSystem.containerId, repository.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(repositoryVisible)
    .prepare("names_in_files")
    .execute(viewerParameters(viewer));
}

/** The label of the version at which each code system is read, by its id; those at HEAD have none. */
export async function labelsOfPins(
  queries: Queries,
  pins: readonly Pin[],
): Promise<ReadonlyMap<number, string>> {
  const named = pins.filter(({ ordinal }) => ordinal !== null);
  const rows = await queries
    .select({ id: version.containerId, label: version.label })
    .from(
      sql`unnest(${sql.param(named.map(({ id }) => id))}::int[],
        ${sql.param(named.map(({ ordinal }) => ordinal))}::int[]) as asked(id, ordinal)`,
    )
    .innerJoin(
      version,
      sql`${version.containerId} = asked.id and ${version.ordinal} = asked.ordinal`,
    );
  return new Map(rows.map(({ id, label }) => [id, label]));
}
