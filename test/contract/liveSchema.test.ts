import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useTestDatabase } from "../support/testDatabase.js";

const { database } = useTestDatabase();

/** What the migrations left: everything of it in PostgreSQL's own words. */
async function liveSchema(): Promise<Readonly<Record<string, unknown>>> {
  const rows = await database.reads.execute<{ name: string; content: unknown }>(sql`
    select relname as name, json_build_object(
      'options', reloptions,
      'columns', (select json_object_agg(attname, concat_ws(' ',
            format_type(atttypid, atttypmod),
            case when attcollation <> typcollation then 'collate ' || collname end,
            case when attnotnull then 'not null' end,
            case when attidentity <> '' then 'identity' end,
            'default ' || pg_get_expr(adbin, adrelid)) order by attnum)
          from pg_attribute join pg_type on pg_type.oid = atttypid
            left join pg_collation on pg_collation.oid = attcollation
            left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attrelid = pg_class.oid and attnum > 0 and not attisdropped),
      'constraints', (select json_object_agg(conname, pg_get_constraintdef(oid) order by conname collate "C")
          from pg_constraint where conrelid = pg_class.oid and contype <> 'n'),
      'indexes', (select json_agg(pg_get_indexdef(indexrelid) order by indexrelid::regclass::text collate "C")
          from pg_index where indrelid = pg_class.oid)) as content
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by relname collate "C"`);
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
}

/** Everything else that could have been made: views, functions, triggers, sequences of no table, types. */
async function others(): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ what: string }>(sql`
    select concat_ws(' ', relkind, relname) as what from pg_class
      where relnamespace = 'public'::regnamespace and relkind not in ('r', 'i', 'S')
    union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'trigger ' || tgname from pg_trigger where not tgisinternal
    union all select 'extension ' || extname from pg_extension`);
  return rows.map(({ what }) => what).sort();
}

// After a migration: run this file with -u, and look at the difference before committing it.
it("the migrated database is as expected, to the last index", async () => {
  const live = { tables: await liveSchema(), others: await others() };
  expect(Object.keys(live.tables).length).toBeGreaterThan(15);
  await expect(`${JSON.stringify(live, null, 2)}\n`).toMatchFileSnapshot("liveSchema.json");
});
