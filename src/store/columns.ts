import { customType, integer, timestamp } from "drizzle-orm/pg-core";

/**
 * Text that is compared and sorted by its bytes, whatever the server's locale: codes, slugs, labels, names
 * in URLs. Keyset pages, JavaScript's order and the database's order then agree.
 */
export const exactText = customType<{ data: string }>({
  dataType: () => 'text collate "C"',
});

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** End of an interval that is still open. */
export const OPEN_END = 2_147_483_647;

/**
 * The life of a ledger row: it is part of every revision r with `fromRevision <= r < toRevision`. A row is
 * never changed but by closing it.
 */
export const lifetime = {
  fromRevision: integer("from_revision").notNull(),
  toRevision: integer("to_revision").notNull().default(OPEN_END),
};

/** A moment as a text that PostgreSQL takes, which writes years before 1 and after 9999 in its own way. */
export function momentText(at: Date): string {
  const year = at.getUTCFullYear();
  if (year < 1) return "-infinity";
  return year > 9999 ? "infinity" : at.toISOString();
}
