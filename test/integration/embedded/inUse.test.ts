import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DataDirectoryInUse } from "../../../src/store/embedded/embedded.js";
import { findOn } from "../../../src/store/embedded/start.js";
import { holdOpen, opened, type Program, runProgram } from "./programs.js";
import { sandboxPerTest } from "./sandbox.js";

const sandbox = sandboxPerTest();

const find = () => findOn(sandbox().machine(), sandbox().directory);

test("a second start in another process is refused with one clear line", async () => {
  const program = await runProgram(sandbox(), holdOpen);
  const connection = await opened(program);
  const refused = sandbox().start({ purpose: "import" });
  await expect(refused).rejects.toThrow(DataDirectoryInUse);
  await expect(refused).rejects.toMatchObject({
    message:
      `The database in ${sandbox().directory} is in use by process ${program.pid} (server). ` +
      "Stop that process first, or choose another directory.",
    holder: { pid: program.pid, purpose: "server", connection },
  });
});

test("a second start in the same process is refused as well", async () => {
  await sandbox().start();
  await expect(sandbox().start()).rejects.toMatchObject({ holder: { pid: process.pid } });
});

test("a program beside it finds out how to connect, until it stops", async () => {
  expect(find()).toBeNull();
  expect(existsSync(sandbox().directory)).toBe(false);
  const database = await sandbox().start();
  const { connection } = database;
  expect(find()).toEqual({ pid: process.pid, purpose: "test", connection });
  const [row] = await sandbox().connect(connection)`select 1 as n`;
  expect(row).toEqual({ n: 1 });
  await database.stop();
  expect(find()).toBeNull();
});

describe("of several processes at once", () => {
  const waitForGate = `
    const { existsSync } = await import("node:fs");
    say({ waiting: true });
    while (!existsSync(given.gate));
  `;

  async function race(script: string, given: Readonly<Record<string, unknown>>) {
    const gate = path.join(sandbox().root, "gate");
    const options = { given: { ...given, gate }, fresh: true };
    const programs: Program[] = [];
    for (let n = 0; n < 3; n += 1) {
      programs.push(await runProgram(sandbox(), waitForGate + script, options));
    }
    await Promise.all(programs.map((program) => program.next("waiting")));
    writeFileSync(gate, "");
    return programs;
  }

  test("one makes the first start, and has a sound database", async () => {
    const script = `
      try {
        const database = await start({ unsafeFast: true });
        say({ outcome: "open" });
        await sleep(60_000);
      } catch (error) {
        say({ outcome: error.name });
      }
    `;
    const programs = await race(script, {});
    const outcomes = await Promise.all(programs.map((program) => program.next("outcome")));
    expect(outcomes.sort()).toEqual(["DataDirectoryInUse", "DataDirectoryInUse", "open"]);
    const connection = find()?.connection;
    if (!connection) throw new Error("nobody has it open");
    const [row] = await sandbox().connect(connection)`select count(*)::int as n from pg_database`;
    expect(row).toEqual({ n: 3 });
  });

  test("one takes over a lock left behind, time after time", async () => {
    const script = `
      const { acquireLock } = await import("./lock.js");
      const begun = Date.now();
      const wins = given.roots.map((root, n) => {
        while (Date.now() < begun + 20 * n);
        return acquireLock(root, "test", thisMachine().processes).ok;
      });
      say({ wins });
      await sleep(60_000);
    `;
    const dead = { pid: 2 ** 22 + 1, mark: null, purpose: "test", connection: null };
    const roots = Array.from({ length: 20 }, (_, n) => sandbox().makeDirectory(`race${n}`, 0o755));
    for (const root of roots) writeFileSync(path.join(root, "lock-1"), JSON.stringify(dead));
    const programs = await race(script, { roots });
    const wins = await Promise.all(programs.map((program) => program.next<boolean[]>("wins")));
    const winners = roots.map((_, n) => wins.filter((each) => each[n]).length);
    expect(winners).toEqual(roots.map(() => 1));
  });
});
