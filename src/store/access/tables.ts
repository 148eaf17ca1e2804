import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { exactText, instant } from "../columns.js";

/** Owns code systems, collections and crosswalks; has members and licences. */
export const organization = pgTable("organization", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  /** As in URLs: `/orgs/CIEL/`. */
  name: exactText("name").notNull().unique(),
  displayName: text("display_name"),
  website: text("website"),
  createdAt: instant("created_at").notNull(),
});

/** A person or a system that tokens speak for. */
export const userAccount = pgTable("user_account", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  /** As in URLs: `/users/jane/`. */
  name: exactText("name").notNull().unique(),
  createdAt: instant("created_at").notNull(),
});

export const membership = pgTable(
  "membership",
  {
    organizationId: integer("organization_id")
      .notNull()
      .references(() => organization.id),
    userId: integer("user_id")
      .notNull()
      .references(() => userAccount.id),
    role: text("role", { enum: ["MEMBER", "ADMINISTRATOR"] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    check("membership_role_known", sql`${table.role} in ('MEMBER', 'ADMINISTRATOR')`),
  ],
);

/** An OAuth client of the client-credentials grant. Only a salted hash of its secret is kept. */
export const client = pgTable("client", {
  id: exactText("id").primaryKey(),
  secretHash: text("secret_hash").notNull(),
  userId: integer("user_id").references(() => userAccount.id),
  scopes: text("scopes").array().notNull(),
  createdAt: instant("created_at").notNull(),
});

/** The organizations that a client speaks for, over and above those of its user. */
export const clientOrganization = pgTable(
  "client_organization",
  {
    clientId: exactText("client_id")
      .notNull()
      .references(() => client.id),
    organizationId: integer("organization_id")
      .notNull()
      .references(() => organization.id),
  },
  (table) => [primaryKey({ columns: [table.clientId, table.organizationId] })],
);

/** An organization's licence for the content of one licensor (AMA, ADA, APA). */
export const licenseGrant = pgTable(
  "license_grant",
  {
    organizationId: integer("organization_id")
      .notNull()
      .references(() => organization.id),
    licensor: exactText("licensor").notNull(),
    grantedAt: instant("granted_at").notNull(),
    grantedBy: text("granted_by").notNull(),
    expiresAt: instant("expires_at"),
  },
  (table) => [unique("license_grant_unique").on(table.organizationId, table.licensor)],
);
