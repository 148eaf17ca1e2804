import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { exactText, lifetime } from "../columns.js";

/**
 * One version of one concept mapping. Its ends are texts and no keys: a target may be named before it is
 * here, and is linked as soon as it is. Indexes are in a hand-written migration: `concept_mapping_key` on
 * container, mapping id, toRevision, and others by what the mappings are found.
 */
export const conceptMapping = pgTable(
  "concept_mapping",
  {
    /** The code system in which it was authored. */
    containerId: integer("container_id").notNull(),
    /** Its name in URLs. */
    mappingId: exactText("mapping_id").notNull(),
    ...lifetime,
    uid: uuid("uid").notNull(),
    /** 1, 2, 3 … per mapping. */
    version: integer("version").notNull(),
    firstRevision: integer("first_revision").notNull(),
    mapType: exactText("map_type").notNull(),
    /** `/orgs/CDC/sources/ICD-10-CM/`, or a canonical URL. */
    fromSystem: exactText("from_system").notNull(),
    fromCode: exactText("from_code").notNull(),
    toSystem: exactText("to_system").notNull(),
    toCode: exactText("to_code").notNull(),
    /** As it was given; shown where the target's own name can't be. */
    toName: text("to_name"),
    retired: boolean("retired").notNull(),
    sortWeight: doublePrecision("sort_weight"),
    externalId: text("external_id"),
    extras: jsonb("extras").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [check("concept_mapping_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);
