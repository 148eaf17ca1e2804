import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
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
    /** The last number that was given to a concept mapping as its id; never given twice. */
    lastMappingId: integer("last_mapping_id").notNull().default(0),
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

/**
 * The names that concepts in use have to themselves in their language, of code systems with a validation
 * schema alone: as they are at HEAD, for the next edit to look into.
 */
export const claimedName = pgTable(
  "claimed_name",
  {
    containerId: integer("container_id").notNull(),
    code: exactText("code").notNull(),
    locale: exactText("locale").notNull(),
    name: exactText("name").notNull(),
    fullySpecified: boolean("fully_specified").notNull(),
    preferred: boolean("preferred").notNull(),
  },
  (table) => [
    index("claimed_name_of_concept").on(table.containerId, table.code),
    // Names may be longer than an index takes.
    index("claimed_name_words").on(table.containerId, table.locale, sql`md5(${table.name})`),
  ],
);

/**
 * What a concept is found by: its code, its display and its other names, folded as searched texts are. Derived
 * from `concept` by `settleTerms`; the view `concept_term_told` says how. Keys: `concept_term_text`,
 * `concept_term_words`, and `concept_term_rank`: codes and displays, the shortest first.
 */
export const conceptTerm = pgTable(
  "concept_term",
  {
    containerId: integer("container_id").notNull(),
    code: exactText("code").notNull(),
    ...lifetime,
    /** 0: the code; 1: the display; 2: another name. */
    kind: smallint("kind").notNull(),
    /** As the name has it; of a code the empty text. */
    locale: exactText("locale").notNull(),
    /** Words of letters and digits, parted by one blank; a code is one word. */
    folded: exactText("folded").notNull(),
    /** Whether the concept is. */
    retired: boolean("retired").notNull(),
  },
  (table) => [check("concept_term_lifetime", sql`${table.fromRevision} < ${table.toRevision}`)],
);

/** Every word that any revision's names have ever had, to find those that are like a misspelt one. */
export const conceptWord = pgTable(
  "concept_word",
  {
    containerId: integer("container_id").notNull(),
    word: exactText("word").notNull(),
    /** How many names it was in when they were written; tells common words from rare ones. */
    frequency: integer("frequency").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.containerId, table.word] })],
);
