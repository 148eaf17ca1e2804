import { beforeAll, expect, test } from "vitest";
import { findRunning } from "../../src/store/embedded/embedded.js";
import { runs, until } from "../integration/embedded/sandbox.js";
import { fixturePath } from "./fixtures.js";
import type { Ending, Program } from "./program.js";
import { readyTermgate, serverEnvironment, type Termgate } from "./termgate.js";
import { START_LIMIT, useWorkplace, workersOf } from "./workplace.js";
import { Writer } from "./writer.js";

const workplace = useWorkplace();
const data = workplace.data("data");
let writer: Writer | null = null;

// Without the demo content every start is faster by its loading.
beforeAll(async () => {
  const file = fixturePath("icd10cm-order/icd10cm-order-2026.txt");
  const first = workplace.run("cli/import", [file, "--version", "2026"], {
    env: { DATA_DIR: data },
  });
  expect(await first.ended).toEqual({ code: 0, signal: null });
}, START_LIMIT);

function start(by: "node" | "npm"): Program {
  const options = { env: serverEnvironment(data), ownGroup: true };
  return by === "npm"
    ? workplace.start("npm", ["start"], options)
    : workplace.run("main", [], options);
}

/** All that was acknowledged by earlier servers is there; at most one more was written than that. */
async function checkWrites(server: Termgate): Promise<Writer> {
  if (!writer) return await Writer.begin(server);
  const { acknowledged } = writer;
  const found = await writer.versionsFound(server);
  expect(found - acknowledged).toBeOneOf([0, 1]);
  return writer;
}

function requestsLogged({ stdout }: Program): number {
  return stdout.split("\n").filter((line) => line.includes('"path":"/graphql","status":200'))
    .length;
}

const gone = (signal: NodeJS.Signals): Ending => ({ code: null, signal });
const clean: Ending = { code: 0, signal: null };

const cases = [
  ["node", "SIGTERM", "process", clean],
  ["node", "SIGINT", "group", clean],
  ["node", "SIGHUP", "process", clean],
  ["node", "SIGKILL", "process", gone("SIGKILL")],
  ["npm", "SIGINT", "group", null],
  ["npm", "SIGTERM", "process", null],
  ["npm", "SIGKILL", "process", gone("SIGKILL")],
] as const;

test.each(cases)(
  "started by %s, told by %s to the %s: no process is left, nothing written is lost",
  async (by, signal, to, ending) => {
    const program = start(by);
    const server = await readyTermgate(program, performance.now());
    const node = (await findRunning(data))?.pid ?? -1;
    expect(runs(node)).toBe(true);
    expect(workersOf(data).length).toBeGreaterThan(3);
    writer = await checkWrites(server);
    const before = writer.acknowledged;
    const writing = writer.writeOn(server);
    await until("ten versions are written", () => (writer?.acknowledged ?? 0) >= before + 10);

    program.kill(to, signal);
    const ended = await program.ended;
    if (ending) expect(ended).toEqual(ending);
    await writing;
    // The log is gathered, but what it has to say is said before the end.
    if (ending === clean) {
      expect(requestsLogged(program)).toBeGreaterThanOrEqual(writer.acknowledged - before);
    }
    await until("the server has ended", () => !runs(node), 20_000);
    await workplace.allGone(data);
    expect(await findRunning(data)).toBeNull();
  },
);

test("the next start has everything that was acknowledged", async () => {
  const server = await readyTermgate(start("node"), performance.now());
  const { acknowledged } = await checkWrites(server);
  expect(acknowledged).toBeGreaterThan(cases.length * 10);
  expect(await server.stop()).toEqual(clean);
  await workplace.allGone(data);
});
