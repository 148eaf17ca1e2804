import { type SQL, sql } from "drizzle-orm";

/**
 * A statement per combination of conditions, made when it is first asked for: with conditions that may not
 * hold in its text the planner could use no index for those that do. A condition that is null is not asked.
 * @param make given the asked conditions joined by AND (true where there are none) and a name for them
 */
export function perConditions<Listing extends object, Statement>(
  conditions: Readonly<Record<keyof Listing & string, SQL>>,
  make: (asked: SQL, name: string) => Statement,
): (listing: Listing) => Statement {
  const made = new Map<string, Statement>();
  const names = Object.keys(conditions) as (keyof Listing & string)[];
  return (listing) => {
    const asked = names.filter((name) => listing[name] !== null);
    const name = asked.join("_");
    const parts = asked.map((one) => conditions[one]);
    const where = parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
    const statement = made.get(name) ?? make(where, name);
    made.set(name, statement);
    return statement;
  };
}

/** A text anywhere in another, as a pattern of `ilike`; its own wildcards stand for themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
