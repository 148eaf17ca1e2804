import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { bytewise } from "../../kernel/bytewise.js";
import type { Key } from "../../kernel/window.js";
import { organization, userAccount } from "../access/tables.js";
import { codeSystem } from "../codeSystems/tables.js";
import { HIGHEST_TEXT, type Ordering } from "../keyset.js";
import { container, revision } from "../ledger/tables.js";
import { urlsOfSystem } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { contentLicensed, repositoryVisible } from "../repositories/visibility.js";
import { conceptMapping } from "./tables.js";

const p = sql.placeholder;

/** A mapping version; `revision` is where it was read, which is where its own code system is read too. */
export type ConceptMappingRow = typeof conceptMapping.$inferSelect & {
  readonly slug: string;
  readonly revision: number;
};

/** Which mappings a list holds. Null: no such condition. */
export interface ConceptMappingListing {
  readonly mapTypes: readonly string[] | null;
  readonly fromCode: string | null;
  /** The URLs that the code system of the from-side may be named by. */
  readonly fromSystems: readonly string[] | null;
  readonly toCode: string | null;
  readonly toSystems: readonly string[] | null;
  /** True: without those that are retired. */
  readonly active: true | null;
  /** ISO 8601. */
  readonly updatedSince: string | null;
  /** The beginning of a code, part of a map type, or whole words of a name. */
  readonly q: string | null;
}

export const mappingColumns = getTableColumns(conceptMapping);

/** Stands in cursors and in the order for no weight. */
export const NO_WEIGHT = Number.MAX_VALUE;
const weight = sql`coalesce(${conceptMapping.sortWeight}, ${sql.raw(String(NO_WEIGHT))})`;

/** By the from-side, then as their authors sorted them. */
export const asSorted: Ordering = {
  columns: [
    conceptMapping.fromCode,
    conceptMapping.mapType,
    weight,
    conceptMapping.containerId,
    conceptMapping.mappingId,
  ],
  direction: "ASC",
  lowest: ["", "", -NO_WEIGHT, 0, ""],
  highest: [HIGHEST_TEXT, "", 0, 0, ""],
};

/** What {@link asSorted} sorts a mapping by. */
export function sortKey(row: ConceptMappingRow): (string | number)[] {
  return [row.fromCode, row.mapType, row.sortWeight ?? NO_WEIGHT, row.containerId, row.mappingId];
}

/** How a mapping stands to a key in the order of {@link asSorted}: under 0, 0, or above 0. */
export function compareSorted(row: ConceptMappingRow, key: Key): number {
  for (const [at, own] of sortKey(row).entries()) {
    const other = key[at] ?? "";
    const stands = typeof own === "number" ? own - Number(other) : bytewise(own, String(other));
    if (stands !== 0) return stands;
  }
  return 0;
}

/** Where those who name no version read the code system of a container row. */
export const currentRevision = sql`coalesce(${container.releasedRevision}, ${container.headRevision})`;

/** The viewer sees the code system, and holds the licence of what was authored in it. */
export const authoredReadably = sql`${repositoryVisible} and ${contentLicensed}`;

const systems = sql`${codeSystem}
  join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
  left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
  left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}
  cross join lateral unnest(${urlsOfSystem}) as form(url)`;

// Concepts where those who name no version read them, under all URLs of their code systems.
const worded = sql`(select form.url, concept.code from ${systems}
  join ${container} on ${container.id} = ${codeSystem.containerId}
  join concept on concept.container_id = ${codeSystem.containerId}
    and concept.from_revision <= ${currentRevision} and concept.to_revision > ${currentRevision}
  where ${repositoryVisible} and ${contentLicensed}
    and to_tsvector('simple', concept.display) @@ plainto_tsquery('simple', ${p("q")}::text))`;
const withoutLicence = sql`(select form.url from ${systems}
  where not ${contentLicensed})`;

export const listingConditions: Readonly<Record<keyof ConceptMappingListing, SQL>> = {
  mapTypes: sql`${conceptMapping.mapType} = any(${p("mapTypes")}::text[])`,
  fromCode: sql`${conceptMapping.fromCode} = ${p("fromCode")}::text`,
  fromSystems: sql`${conceptMapping.fromSystem} = any(${p("fromSystems")}::text[])`,
  toCode: sql`${conceptMapping.toCode} = ${p("toCode")}::text`,
  toSystems: sql`${conceptMapping.toSystem} = any(${p("toSystems")}::text[])`,
  active: sql`not ${conceptMapping.retired}`,
  updatedSince: sql`exists (select from ${revision}
    where ${revision.containerId} = ${conceptMapping.containerId}
      and ${revision.number} = ${conceptMapping.fromRevision}
      and ${revision.at} >= ${p("updatedSince")}::timestamptz)`,
  q: sql`(${conceptMapping.fromCode} ^@ ${p("q")}::text or ${conceptMapping.toCode} ^@ ${p("q")}::text
    or ${conceptMapping.mapType} ilike ${p("pattern")}::text
    or (${conceptMapping.fromSystem}, ${conceptMapping.fromCode}) in ${worded}
    or (${conceptMapping.toSystem}, ${conceptMapping.toCode}) in ${worded}
    or (to_tsvector('simple', ${conceptMapping.toName}) @@ plainto_tsquery('simple', ${p("q")}::text)
      and ${conceptMapping.toSystem} not in ${withoutLicence}))`,
};
