import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { SaidOfReference } from "../../rules/collections/forms/setContent.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import { userAccount } from "../access/tables.js";
import { bytes, exactText, instant, lifetime } from "../columns.js";
import { container } from "../ledger/tables.js";

/** What a collection has that a code system has not; the rest is in `repository`. */
export const collection = pgTable("collection", {
  containerId: integer("container_id")
    .primaryKey()
    .references(() => container.id),
  collectionType: text("collection_type"),
  preferredSource: text("preferred_source"),
});

/** What a collection said of itself, from revision to revision: its versions and moments read it here. */
export const collectionDetails = pgTable(
  "collection_details",
  {
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    ...lifetime,
    details: jsonb("details").$type<CollectionDetails>().notNull(),
  },
  (table) => [
    check("collection_details_lifetime", sql`${table.fromRevision} < ${table.toRevision}`),
    primaryKey({ columns: [table.containerId, table.toRevision] }),
  ],
);

/** What a named version of a collection has that one of a code system has not. */
export const collectionVersion = pgTable(
  "collection_version",
  {
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    ordinal: integer("ordinal").notNull(),
    retired: boolean("retired").notNull().default(false),
    deactivatedAt: instant("deactivated_at"),
    /** How many members it has, those aside that are not to be seen by all; counted once, for ever. */
    concepts: integer("concepts"),
    mappings: integer("mappings"),
  },
  (table) => [primaryKey({ columns: [table.containerId, table.ordinal] })],
);

/**
 * Where a named version of a collection reads a code system, or another collection: at which revision. One that
 * was not there then has no row, and is not read whatever comes to be called so later. A
 * collection that was read at one of its named versions is read with that version's own pins.
 */
export const collectionPin = pgTable(
  "collection_pin",
  {
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    ordinal: integer("ordinal").notNull(),
    pinnedId: integer("pinned_id")
      .notNull()
      .references(() => container.id),
    /** What references call the version: a label, `HEAD`, or an empty text for the newest released one. */
    label: exactText("label").notNull(),
    revision: integer("revision").notNull(),
    pinnedOrdinal: integer("pinned_ordinal"),
    /** Of its HEAD then, up to which a concept or mapping version that is named is there. */
    headRevision: integer("head_revision").notNull(),
    /** What mappings could name a code system by then, beside its own URL. */
    canonicalUrl: exactText("canonical_url"),
  },
  (table) => [
    primaryKey({ columns: [table.containerId, table.ordinal, table.pinnedId, table.label] }),
  ],
);

/**
 * Who the members of a named version are, as it was once worked out: a server that starts need not do it again.
 * Nothing but a copy of what references and pins say; any row may be missing.
 */
export const gatheredMembers = pgTable(
  "gathered_members",
  {
    /** Digest of all that the members depend on: references, pins, and how they are worked out. */
    key: exactText("key").primaryKey(),
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    kind: text("kind", { enum: ["CONCEPTS", "MAPPINGS"] }).notNull(),
    /** Column by column, and made smaller: see `packed`. */
    members: bytes("members").notNull(),
    /** Bytes of the members before they were made smaller. */
    size: integer("size").notNull(),
    /** When a server last needed it, about; what was not needed for longest goes first. */
    usedAt: instant("used_at").notNull(),
  },
  (table) => [check("gathered_members_kind_known", sql`${table.kind} in ('CONCEPTS', 'MAPPINGS')`)],
);

/**
 * A line of a collection that brings members in or keeps them out, from revision to revision. What it
 * brings in is worked out whenever it is read.
 */
export const collectionReference = pgTable(
  "collection_reference",
  {
    /** Grows with time: the order of insertion. */
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    uid: uuid("uid").notNull(),
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    ...lifetime,
    include: boolean("include").notNull(),
    /** The stored form: what references are deleted by. */
    expression: exactText("expression").notNull(),
    /** What can be in the collection only once; two lines that say the same have the same. */
    identity: exactText("identity").notNull(),
    definition: jsonb("definition").$type<ReferenceDefinition>().notNull(),
    /** What a file that brought it says of it beside; null: nothing. */
    said: jsonb("said").$type<SaidOfReference>(),
    /** A single concept or mapping is looked up, anything else is evaluated. */
    kind: text("kind", { enum: ["CONCEPT", "MAPPING", "LIST"] }).notNull(),
    /** Code system, or collection, that it reads; null: it is not there, or all of them are read. */
    targetId: integer("target_id").references(() => container.id),
    /**
     * Code systems and collections whose members alone it delivers, each with the version that is named, or an empty text;
     * 0: it is not there.
     */
    valuesetIds: integer("valueset_ids").array().notNull().default([]),
    valuesetVersions: text("valueset_versions").array().notNull().default([]),
    /** The version of the target that is named, a label or `HEAD`; null: whichever is newest. */
    targetVersion: exactText("target_version"),
    /** Of a single concept or mapping: its code or id. */
    code: exactText("code"),
    /** Of a single concept or mapping: the version that it is pinned to. */
    resourceVersion: integer("resource_version"),
    /** Who added it, as far as what it finds depends on that. */
    creatorId: integer("creator_id").references(() => userAccount.id),
  },
  (table) => [
    check("collection_reference_lifetime", sql`${table.fromRevision} < ${table.toRevision}`),
    check("collection_reference_kind_known", sql`${table.kind} in ('CONCEPT', 'MAPPING', 'LIST')`),
    uniqueIndex("collection_reference_uid").on(table.uid),
    uniqueIndex("collection_reference_identity").on(
      table.containerId,
      table.toRevision,
      table.include,
      sql`md5(${table.identity})`,
    ),
    index("collection_reference_order").on(table.containerId, table.id),
    index("collection_reference_read").on(table.containerId, table.targetId, table.kind),
    index("collection_reference_target").on(table.targetId, table.code),
  ],
);
