import { beforeAll, expect, test } from "vitest";
import { useEmptyDatabase } from "./databaseUrl.js";
import { demoOf, wholeDemo } from "./demo.js";
import { startTermgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const empty = useEmptyDatabase();

beforeAll(() => compileFirst(workplace), START_LIMIT);

test(
  "--demo puts the demo content into a database of one's own, once among several servers",
  async () => {
    const start = () =>
      startTermgate(workplace, { env: { DATABASE_URL: empty.url() }, args: ["--demo"] });
    const servers = await Promise.all([start(), start()]);
    for (const server of servers) expect(await demoOf(server)).toEqual(wholeDemo);
    const loaders = servers.filter(({ program }) => program.stderr !== "");
    expect(loaders.map(({ program }) => program.stderr)).toEqual([
      [25, 50, 75, 100].map((percent) => `Loading demo content: ${percent}%\n`).join(""),
    ]);
    for (const server of servers) expect(await server.stop()).toEqual({ code: 0, signal: null });
  },
  START_LIMIT,
);
