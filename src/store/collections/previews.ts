import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { ConceptVersionKey } from "../codeSystems/conceptVersions.js";
import { codeSystem } from "../codeSystems/tables.js";
import type { MappingVersionKey } from "../conceptMappings/mappings.js";
import type { Queries } from "../database.js";
import { type Change, createContainer } from "../ledger/writes.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { evaluation } from "./evaluation.js";
import { collectionMemberQueries } from "./members.js";
import { pinQueries } from "./pins.js";
import { insertReferences, type NewReference } from "./referenceWrites.js";
import { collectionReference } from "./tables.js";

/** So many concepts, and mappings, of each reference are shown. */
const SHOWN = 25;

/** What a reference delivers alone: how many in all, and the first that the viewer may read. */
export interface Delivering {
  readonly conceptCount: number;
  readonly mappingCount: number;
  readonly concepts: readonly ConceptVersionKey[];
  readonly mappings: readonly MappingVersionKey[];
}

/** References by their ids, as they were written. */
export async function writtenReferences(
  queries: Queries,
  ids: readonly number[],
): Promise<ReadonlyMap<number, NewReference>> {
  const rows = await queries
    .select()
    .from(collectionReference)
    .where(sql`${collectionReference.id} = any(${sql.param(ids)}::int[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * What each of some references delivers alone, in their order. They are written into a collection of their
 * own, so that no one waits for it: to be taken back.
 */
export async function deliveringOf(
  queries: Queries,
  viewer: Viewer,
  references: readonly NewReference[],
  made: Pick<Change, "at" | "by"> & { readonly uid: string },
): Promise<readonly Delivering[]> {
  if (references.length === 0) return [];
  const containerId = await createContainer(queries, { ...made, kind: "COLLECTION" });
  const snapshot = { containerId, revision: 1 };
  const ids = await insertReferences(queries, snapshot, references);
  const [pins = []] = await pinQueries(queries).ofHeads([snapshot], null);
  const evaluated = await collectionMemberQueries(queries).parametersOf([{ ...snapshot, pins }]);
  const parameters = { ...evaluated, ...viewerParameters(viewer) };
  const concepts = groupedByReference(await delivered(queries, "CONCEPTS", parameters));
  const mappings = groupedByReference(await delivered(queries, "MAPPINGS", parameters));
  return ids.map((id): Delivering => {
    const [ofConcepts = [], ofMappings = []] = [concepts.get(id), mappings.get(id)];
    return {
      conceptCount: ofConcepts[0]?.total ?? 0,
      mappingCount: ofMappings[0]?.total ?? 0,
      concepts: ofConcepts
        .filter(({ readable }) => readable)
        .map(({ id: system, code, version }) => ({ containerId: system, code, version })),
      mappings: ofMappings.flatMap(({ readable, uid, version }) =>
        readable && uid !== null ? [{ uid, version }] : [],
      ),
    };
  });
}

interface DeliveredRow {
  readonly ref: number;
  readonly id: number;
  readonly code: string;
  /** Of a mapping. */
  readonly uid: string | null;
  readonly version: number;
  readonly readable: boolean;
  /** How many the reference delivers, whoever may read them. */
  readonly total: number;
}

// One that the viewer may not read comes along for the total.
async function delivered(
  queries: Queries,
  what: "CONCEPTS" | "MAPPINGS",
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly DeliveredRow[]> {
  const rows =
    what === "CONCEPTS"
      ? sql`select ref, id, code, null::uuid as uid, version from delivered_concept`
      : sql`select ref, id, mapping_id, uid, version from delivered_mapping`;
  return await queries
    .select({
      ref: sql<number>`found.ref`,
      id: sql<number>`found.id`,
      code: sql<string>`found.code`,
      uid: sql<string | null>`found.uid`,
      version: sql<number>`found.version`,
      readable: sql<boolean>`found.readable`,
      total: sql<number>`found.total`,
    })
    .from(
      sql`(with recursive ${evaluation}, one as (
          select distinct on (ref, id, code) * from (${rows}) as part(ref, id, code, uid, version)
          order by ref, id, code, version desc
        ), placed as (
          select one.*, access.readable, count(*) over (partition by one.ref)::int as total,
            row_number() over (partition by one.ref, access.readable order by one.code, one.id) as nth
          from one
          join ${repository} on ${repository.containerId} = one.id
          left join ${codeSystem} on ${codeSystem.containerId} = one.id
          cross join lateral (select ${repositoryVisible} and ${contentLicensed} as readable) access
        )
        select * from placed where nth = 1 or readable and nth <= ${sql.raw(`${SHOWN}`)}) found`,
    )
    .orderBy(sql`found.ref, found.code, found.id`)
    .prepare(what === "CONCEPTS" ? "previewed_concepts" : "previewed_mappings")
    .execute(parameters);
}

function groupedByReference(
  rows: readonly DeliveredRow[],
): ReadonlyMap<number, readonly DeliveredRow[]> {
  const groups = new Map<number, DeliveredRow[]>();
  for (const row of rows) {
    const group = groups.get(row.ref);
    if (group) group.push(row);
    else groups.set(row.ref, [row]);
  }
  return groups;
}
