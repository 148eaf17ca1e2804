import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useAuthor } from "./world.js";

const { database, takeStatements, carriedOut, newSystem, newConcept, codeSystem } = useAuthor();

function version(slug: string, label: string) {
  return carriedOut("createCodeSystemVersion", { codeSystem: slug, version: label });
}

it("a new version costs the same whatever HEAD holds: not one concept is looked at", async () => {
  const slug = await newSystem();
  await newConcept(slug, "a");
  const read = async () => {
    await database.write(({ queries }) => queries.execute("select pg_stat_force_next_flush()"));
    const [row] = await database.reads.execute<{ rows: number }>(
      sql`select sum(seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_user_tables
        where relname in ('concept', 'concept_parent')`,
    );
    return row?.rows ?? 0;
  };
  takeStatements();
  await version(slug, "small");
  const statements = takeStatements();
  await database.write(({ queries }) =>
    queries.execute(sql`
      insert into concept (container_id, code, from_revision, version, first_revision,
        concept_class, datatype, display, display_locale, names, descriptions, retired, extras)
      select container_id, 'x' || at, from_revision, 1, 1, concept_class, datatype, display,
        display_locale, names, descriptions, retired, extras
      from concept, generate_series(1, 300000) at
      where container_id = (select container_id from code_system where slug = ${slug})`),
  );
  await database.write(({ queries }) =>
    queries.execute(sql`
      insert into concept_term (container_id, code, from_revision, kind, locale, folded, retired)
      select container_id, code, from_revision, kind, locale, folded, retired
      from concept_term_told where code like 'x%'
        and container_id = (select container_id from code_system where slug = ${slug})`),
  );
  const before = await read();
  takeStatements();
  await version(slug, "large");
  expect(takeStatements()).toEqual(statements);
  // Other connections may tell late what they read before: a few rows, not 300,000.
  expect((await read()) - before).toBeLessThan(10);
  expect(await codeSystem(slug, 'atVersion(version: "large") { concepts { totalCount } }')).toEqual(
    { atVersion: { concepts: { totalCount: 300_001 } } },
  );
});
