import { beforeAll, expect, test } from "vitest";
import { catalog } from "../../src/rules/codeSystems/catalog.js";
import { useEmptyDatabase } from "./databaseUrl.js";
import { demoOf } from "./demo.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const empty = useEmptyDatabase();

beforeAll(() => compileFirst(workplace), START_LIMIT);

function start(args: readonly string[] = []): Promise<Termgate> {
  return startTermgate(workplace, { env: { DATABASE_URL: empty.url() }, args });
}

async function stopAll(servers: readonly Termgate[]): Promise<void> {
  for (const server of servers) expect(await server.stop()).toEqual({ code: 0, signal: null });
}

test("three servers that start at once on an empty database make one installation", async () => {
  const servers = await Promise.all([start(), start(), start()]);
  const nothing = { codeSystems: catalog.length, releases: [], crosswalks: [] };
  for (const server of servers) {
    expect(server.program.stdout).not.toContain("  Data ");
    expect(server.program.stderr).toBe("");
    expect(await demoOf(server)).toEqual(nothing);
  }
  // They take each other's tokens, and see at once what another wrote.
  const [one, other] = servers;
  const created = await one?.ask(
    'mutation { createCrosswalk(input: { name: "Ours" }) { crosswalk { name version } } }',
  );
  expect(created).toEqual({ createCrosswalk: { crosswalk: { name: "Ours", version: 1 } } });
  const seen = await other?.ask("{ crosswalks { nodes { name version } } }");
  expect(seen).toEqual({ crosswalks: { nodes: [{ name: "Ours", version: 1 }] } });
  await stopAll(servers);
});

test("--demo is refused where there is content", async () => {
  const env = { PORT: "0", DATABASE_URL: empty.url() };
  const program = workplace.run("main", ["--demo"], { env });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.stderr).toBe(
    "--demo is for an empty database; this one has content of its own already\n",
  );
});
