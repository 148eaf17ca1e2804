import { sql } from "drizzle-orm";
import type { Database } from "../../src/store/database.js";

/** Number of rows and digest of their content, for each table: equal means that nothing changed. */
export async function fingerprint(database: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await database.reads.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables
      where table_schema = 'public' order by table_name`,
  );
  const one = ({ name }: { name: string }) =>
    `select '${name}' as name, count(*) || ' rows, ' ||
      coalesce(md5(string_agg(row::text, chr(10) order by row::text)), '-') as content
      from "${name}" as row`;
  const rows = await database.reads.execute<{ name: string; content: string }>(
    sql.raw(tables.map(one).join(" union all ")),
  );
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
}
