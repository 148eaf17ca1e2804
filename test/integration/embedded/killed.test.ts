import { describe, expect, test } from "vitest";
import type { EmbeddedConnection } from "../../../src/store/embedded/embedded.js";
import { opened, type Program, runProgram, writeOn } from "./programs.js";
import { hasEnded, runs, sandboxPerTest, until } from "./sandbox.js";
import { serverPid, watchdogs } from "./watched.js";

const sandbox = sandboxPerTest();

const data = () => `${sandbox().directory}/pg18`;

async function lastOf(program: Program, commits: number): Promise<number> {
  let last = 0;
  while (last < commits) last = await program.next<number>("committed");
  return last;
}

async function highestRow(connection: EmbeddedConnection): Promise<number> {
  const sql = sandbox().connect(connection);
  const [row] = await sql`select max(n) as top, count(*)::int as rows from written`;
  expect(row?.rows).toBe(row?.top);
  return Number(row?.top);
}

describe("kill -9 of the process that opened the database", () => {
  test("ends the server within a second and loses nothing that was committed", async () => {
    const program = await runProgram(sandbox(), writeOn);
    await opened(program);
    const last = await lastOf(program, 50);
    const server = serverPid(data());
    program.child.kill("SIGKILL");
    await until("the server has ended", () => !runs(server), 1_000);

    const database = await sandbox().start();
    expect(await highestRow(database.connection)).toBeGreaterThanOrEqual(last);
  });

  test("and a start right behind it waits for the server to end", async () => {
    const program = await runProgram(sandbox(), writeOn);
    await opened(program);
    const last = await lastOf(program, 50);
    program.child.kill("SIGKILL");
    await until("the process has ended", () => hasEnded(program.child));
    const database = await sandbox().start();
    expect(await highestRow(database.connection)).toBeGreaterThanOrEqual(last);
  });

  test("and of the watchdog leaves a server that the next start takes over", async () => {
    const program = await runProgram(sandbox(), writeOn);
    await opened(program);
    const last = await lastOf(program, 50);
    const server = serverPid(data());
    for (const pid of watchdogs(data())) process.kill(pid, "SIGKILL");
    program.child.kill("SIGKILL");
    await until("the process has ended", () => hasEnded(program.child));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(runs(server)).toBe(true);

    const database = await sandbox().start();
    expect(runs(server)).toBe(false);
    expect(serverPid(data())).not.toBe(server);
    expect(await highestRow(database.connection)).toBeGreaterThanOrEqual(last);
  });

  test("still ends the server when a first watchdog was killed some time before", async () => {
    const program = await runProgram(sandbox(), writeOn);
    await opened(program);
    const [first = -1] = watchdogs(data());
    const server = serverPid(data());
    process.kill(first, "SIGKILL");
    await until("there is another watchdog", () => watchdogs(data()).some((pid) => pid !== first));
    program.child.kill("SIGKILL");
    await until("the server has ended", () => !runs(server));
  });
});
