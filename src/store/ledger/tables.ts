import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { exactText, instant } from "../columns.js";

/**
 * What has a history: a crosswalk, a code system, a collection. Its row is the lock under which the history
 * grows, and knows where readers start from.
 */
export const container = pgTable(
  "container",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    uid: uuid("uid").notNull().unique(),
    kind: text("kind", { enum: ["CROSSWALK", "CODE_SYSTEM", "COLLECTION"] }).notNull(),
    /** The last revision number given out; never given out twice, even when a draft is discarded. */
    headRevision: integer("head_revision").notNull().default(0),
    /** Ordinal of the newest version, draft or released; null while there is none. */
    newestVersion: integer("newest_version"),
    /** Ordinal and revision of the newest released (crosswalks: published) version. */
    releasedVersion: integer("released_version"),
    releasedRevision: integer("released_revision"),
    createdAt: instant("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (table) => [
    check("container_kind_known", sql`${table.kind} in ('CROSSWALK', 'CODE_SYSTEM', 'COLLECTION')`),
  ],
);

/** One change of a container: who, when, why. Written once. */
export const revision = pgTable(
  "revision",
  {
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    number: integer("number").notNull(),
    at: instant("at").notNull(),
    by: text("by").notNull(),
    kind: text("kind").notNull(),
    message: text("message"),
  },
  (table) => [primaryKey({ columns: [table.containerId, table.number] })],
);

/** A name on a revision. A draft's revision moves with its edits until it is released. */
export const version = pgTable(
  "version",
  {
    containerId: integer("container_id")
      .notNull()
      .references(() => container.id),
    /** 1, 2, 3 … in order of creation; a crosswalk's version number. */
    ordinal: integer("ordinal").notNull(),
    label: exactText("label").notNull(),
    revision: integer("revision").notNull(),
    description: text("description"),
    externalId: text("external_id"),
    extras: jsonb("extras").$type<Record<string, unknown>>().notNull().default({}),
    /** When it was released or published; null: a draft, or not released. */
    releasedAt: instant("released_at"),
    /** False: a release older than what was there; readers start from it only where no other is released. */
    leads: boolean("leads").notNull().default(true),
    createdAt: instant("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    updatedAt: instant("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.containerId, table.ordinal] }),
    unique("version_label_unique").on(table.containerId, table.label),
  ],
);
