import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { ConceptDescription, ConceptName } from "../../rules/codeSystems/content.js";
import type { CodeNormalization } from "../../rules/codeSystems/normalization.js";
import { exactText, lifetime } from "../columns.js";
import { container } from "../ledger/tables.js";

export const codeSystem = pgTable(
  "code_system",
  {
    containerId: integer("container_id")
      .primaryKey()
      .references(() => container.id),
    slug: exactText("slug").notNull().unique(),
    sourceType: text("source_type"),
    /** NOT_PRESENT takes every code and knows none; FRAGMENT takes every code and knows some. */
    content: text("content", { enum: ["COMPLETE", "FRAGMENT", "NOT_PRESENT"] }).notNull(),
    codeNormalization: text("code_normalization").$type<CodeNormalization>().notNull(),
    /** AMA, ADA or APA; null: free. */
    licensor: exactText("licensor"),
  },
  (table) => [
    check(
      "code_system_content_known",
      sql`${table.content} in ('COMPLETE', 'FRAGMENT', 'NOT_PRESENT')`,
    ),
  ],
);

/**
 * One version of one concept. Its indexes, which need INCLUDE, are in a hand-written migration:
 * `concept_key` on container, code, toRevision.
 */
export const concept = pgTable(
  "concept",
  {
    containerId: integer("container_id").notNull(),
    code: exactText("code").notNull(),
    ...lifetime,
    /** 1, 2, 3 … per code. */
    version: integer("version").notNull(),
    /** Revision in which the code first appeared: who created the concept and when. */
    firstRevision: integer("first_revision").notNull(),
    conceptClass: text("concept_class").notNull(),
    datatype: text("datatype").notNull(),
    /** The name that is shown, chosen from `names` when the row was written. */
    display: text("display").notNull(),
    displayLocale: text("display_locale").notNull(),
    names: jsonb("names").$type<ConceptName[]>().notNull(),
    descriptions: jsonb("descriptions").$type<ConceptDescription[]>().notNull(),
    retired: boolean("retired").notNull(),
    externalId: text("external_id"),
    extras: jsonb("extras").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [check("concept_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);

/** A parent of a concept, in the same code system. Keys: `concept_parent_up`, `concept_parent_down`. */
export const conceptParent = pgTable(
  "concept_parent",
  {
    containerId: integer("container_id").notNull(),
    childCode: exactText("child_code").notNull(),
    parentCode: exactText("parent_code").notNull(),
    ...lifetime,
  },
  (table) => [check("concept_parent_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);
