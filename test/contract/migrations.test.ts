import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { projectFiles, sourceFiles, textOf } from "./sources.js";

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly tag: string }[];
}
type Snapshot = ReturnType<typeof generateDrizzleJson>;

const { entries } = JSON.parse(textOf("drizzle/meta/_journal.json")) as Journal;
const snapshots = entries.map(({ idx }): Snapshot => {
  const number = String(idx).padStart(4, "0");
  return JSON.parse(textOf(`drizzle/meta/${number}_snapshot.json`)) as Snapshot;
});

/** All tables of the code, by name of their constant. */
async function tables(): Promise<Readonly<Record<string, unknown>>> {
  const domains = sourceFiles.flatMap(
    (path) => path.match(/(?<=^src\/store\/)\w+(?=\/tables\.ts$)/) ?? [],
  );
  const modules = await Promise.all(
    domains.map(async (domain): Promise<unknown> => import(`../../src/store/${domain}/tables.ts`)),
  );
  return Object.assign({}, ...modules) as Record<string, unknown>;
}

describe("the migrations", () => {
  it("make the tables of the code: there is nothing to generate", async () => {
    const code = await tables();
    expect(Object.values(code).filter((value) => is(value, PgTable)).length).toBeGreaterThan(15);
    const newest = snapshots.at(-1) as Snapshot;
    const wanted = generateDrizzleJson(code, newest.id);
    expect(await generateMigration(newest, wanted)).toEqual([]);
  });

  it("are a chain: each one goes on from the one before", () => {
    const ids = snapshots.map(({ id }) => id);
    const begun = ids.slice(0, -1);
    expect(snapshots.slice(1).map(({ prevId }) => prevId)).toEqual(begun);
  });

  it("are all in the journal, in the order of their numbers", () => {
    const files = projectFiles("drizzle").filter((path) => path.endsWith(".sql"));
    expect(files.toSorted()).toEqual(entries.map(({ tag }) => `drizzle/${tag}.sql`));
    expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, at) => at));
  });
});
