import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { CustomAttribute, MapRelationship } from "../../rules/crosswalks/content.js";
import { organization } from "../access/tables.js";
import { exactText, instant, lifetime } from "../columns.js";
import { container } from "../ledger/tables.js";

export const crosswalk = pgTable(
  "crosswalk",
  {
    containerId: integer("container_id")
      .primaryKey()
      .references(() => container.id),
    organizationId: integer("organization_id")
      .notNull()
      .references(() => organization.id),
    archivedAt: instant("archived_at"),
  },
  (table) => [index("crosswalk_of_organization").on(table.organizationId, table.containerId)],
);

/** What a version of a crosswalk has beside its ledger row: metadata and stored totals. */
export const crosswalkVersion = pgTable(
  "crosswalk_version",
  {
    containerId: integer("container_id").notNull(),
    ordinal: integer("ordinal").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    attributes: jsonb("attributes").$type<CustomAttribute[]>().notNull(),
    /** Source codes, each counted once per target system: the mappings. */
    groupCount: integer("group_count").notNull(),
    sourceCodeCount: integer("source_code_count").notNull(),
    /** Pairs with a target; no-maps are not counted. */
    targetCount: integer("target_count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.containerId, table.ordinal] })],
);

const groupKey = {
  containerId: integer("container_id").notNull(),
  /** Slug, not id: mappings are ordered by slug, and slugs never change. */
  sourceSystem: exactText("source_system").notNull(),
  sourceCode: exactText("source_code").notNull(),
  targetSystem: exactText("target_system").notNull(),
};

/** A source code with one target, or with none: a target code of "" says that nothing corresponds. */
export const crosswalkPair = pgTable(
  "crosswalk_pair",
  {
    ...groupKey,
    targetCode: exactText("target_code").notNull(),
    ...lifetime,
    identifier: uuid("identifier").notNull(),
    relationship: text("relationship").$type<MapRelationship>(),
    attributes: jsonb("attributes").$type<CustomAttribute[]>().notNull(),
  },
  (table) => [check("crosswalk_pair_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);

/** A source code while it has at least one pair in a target system. Derived from the pairs, for pages. */
export const crosswalkGroup = pgTable("crosswalk_group", { ...groupKey, ...lifetime }, (table) => [
  check("crosswalk_group_lifetime", sql`${table.fromRevision} < ${table.toRevision}`),
]);

/** How many groups stand from a first key up to the next bucket's: any page number costs the same. */
export const crosswalkBucket = pgTable(
  "crosswalk_bucket",
  { ...groupKey, ...lifetime, groupCount: integer("group_count").notNull() },
  (table) => [check("crosswalk_bucket_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);
