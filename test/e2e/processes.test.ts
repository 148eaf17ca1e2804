import { beforeAll, describe, expect, test } from "vitest";
import { thisMachine } from "../../src/store/embedded/machine.js";
import { runs, until } from "../integration/embedded/sandbox.js";
import { fixturePath } from "./fixtures.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { START_LIMIT, useWorkplace } from "./workplace.js";
import { Writer } from "./writer.js";

const COUNT = 3;
const workplace = useWorkplace();
const data = workplace.data("data");
let server: Termgate;

beforeAll(async () => {
  const file = fixturePath("icd10cm-order/icd10cm-order-2026.txt");
  const env = { DATA_DIR: data };
  const first = workplace.run("cli/import", [file, "--version", "2026"], { env });
  expect(await first.ended).toEqual({ code: 0, signal: null });
  server = await startTermgate(workplace, { data, args: ["--processes", String(COUNT)] });
}, START_LIMIT);

/** The processes that serve; nobody else on this machine is started with just this. */
function crew(): readonly number[] {
  const ours = new RegExp(`main\\.js --processes[= ]${COUNT}$`);
  return thisMachine()
    .processes.all()
    .filter(({ state, command }) => state === "running" && ours.test(command ?? ""))
    .map(({ pid }) => pid)
    .filter((pid) => pid > 1);
}

describe(`${COUNT} processes on one port`, () => {
  test("all serve, and what one was told the others know at once", async () => {
    expect(crew()).toHaveLength(COUNT);
    const writer = await Writer.begin(server);
    for (let round = 0; round < 10; round += 1) {
      // Each on a connection of its own, which the first process hands round.
      const seen = await Promise.all([1, 2, 3, 4, 5, 6].map(() => writer.versionsFound(server)));
      expect(seen).toEqual(seen.map(() => writer.acknowledged));
      await writer.write(server);
    }
    expect(writer.acknowledged).toBe(11);
  });

  test("a signal that reaches those that serve is left to the first process", async () => {
    const before = crew();
    for (const pid of before) process.kill(pid, "SIGTERM");
    expect(await server.ask("{ viewer { client } }")).toEqual({ viewer: { client: "demo" } });
    expect(crew()).toEqual(before);
  });

  test("one that dies is replaced while the others go on", async () => {
    const [victim, ...others] = crew();
    if (victim === undefined) throw new Error("Nobody serves");
    process.kill(victim, "SIGKILL");
    await until("another has begun", () => crew().length === COUNT && !runs(victim), 20_000);
    expect(crew()).toEqual(expect.arrayContaining([...others]));
    expect(await server.ask("{ viewer { client } }")).toEqual({ viewer: { client: "demo" } });
  });

  test("told to stop, all end and the database too", async () => {
    const before = crew();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await until("all have ended", () => before.every((pid) => !runs(pid)), 20_000);
    await workplace.allGone(data);
  });

  test("when the first is killed outright, none is left", async () => {
    server = await startTermgate(workplace, { data, args: [`--processes=${COUNT}`] });
    const before = crew();
    expect(before).toHaveLength(COUNT);
    server.program.kill("process", "SIGKILL");
    await until("all have ended", () => before.every((pid) => !runs(pid)), 20_000);
    await workplace.allGone(data);
  });

  test("a port that is in use is named once, and no process is left", async () => {
    const holder = await startTermgate(workplace, { data });
    const { port } = new URL(holder.url);
    const other = workplace.data("other");
    const env = { PORT: port, DATA_DIR: other };
    const late = workplace.run("main", ["--processes", "2"], { env });
    expect(await late.ended).toEqual({ code: 1, signal: null });
    expect(late.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use; set PORT to another one, or to 0 for any that is free\n`,
    );
    await workplace.allGone(other);
    await holder.stop();
  });
});
