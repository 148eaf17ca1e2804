import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { organization, userAccount } from "../access/tables.js";
import { exactText, instant } from "../columns.js";
import { container } from "../ledger/tables.js";

/**
 * What code systems and collections have in common: an owner, a short code in the owner's URLs, access,
 * languages and descriptive fields.
 */
export const repository = pgTable(
  "repository",
  {
    containerId: integer("container_id")
      .primaryKey()
      .references(() => container.id),
    ownerOrganizationId: integer("owner_organization_id").references(() => organization.id),
    ownerUserId: integer("owner_user_id").references(() => userAccount.id),
    shortCode: exactText("short_code").notNull(),
    name: text("name").notNull(),
    fullName: text("full_name").notNull(),
    description: text("description"),
    publicAccess: text("public_access", { enum: ["VIEW", "EDIT", "NONE"] }).notNull(),
    defaultLocale: text("default_locale").notNull(),
    supportedLocales: text("supported_locales").array().notNull(),
    canonicalUrl: exactText("canonical_url"),
    website: text("website"),
    externalId: text("external_id"),
    customValidationSchema: text("custom_validation_schema", { enum: ["OpenMRS"] }),
    extras: jsonb("extras").$type<Record<string, unknown>>().notNull().default({}),
    deactivatedAt: instant("deactivated_at"),
    updatedAt: instant("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (table) => [
    check(
      "repository_one_owner",
      sql`num_nonnulls(${table.ownerOrganizationId}, ${table.ownerUserId}) = 1`,
    ),
    check("repository_access_known", sql`${table.publicAccess} in ('VIEW', 'EDIT', 'NONE')`),
    uniqueIndex("repository_of_organization").on(table.ownerOrganizationId, table.shortCode),
    uniqueIndex("repository_of_user").on(table.ownerUserId, table.shortCode),
    index("repository_canonical_url").on(table.canonicalUrl),
  ],
);
