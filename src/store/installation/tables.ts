import { jsonb, pgTable, text } from "drizzle-orm/pg-core";

/** What an installation decided once: whether demo content went in, the trial's signing key. */
export const installationFact = pgTable("installation_fact", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
});
