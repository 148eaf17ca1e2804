import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runAs } from "../../../src/store/embedded/accounts.js";
import { EmbeddedUnavailable } from "../../../src/store/embedded/embedded.js";
import { thisMachine } from "../../../src/store/embedded/machine.js";
import { postmasterPath, readPostmasterFile } from "../../../src/store/embedded/postmasterFile.js";
import { psTable } from "../../../src/store/embedded/psTable.js";
import { isReady } from "../../../src/store/embedded/readiness.js";
import { isRoot, runs, sandboxPerTest, until } from "./sandbox.js";

const sandbox = sandboxPerTest();

const data = () => path.join(sandbox().directory, "pg18");
const deadPid = 2 ** 22 + 1;

/** Leaves the file of a server that is gone. */
async function leaveBehind(pid: number): Promise<void> {
  await sandbox().seed();
  const socketDirectory = path.join(sandbox().directory, "run");
  const lines = [pid, data(), 1_700_000_000, 5432, socketDirectory, "", "  12345  1", "ready   "];
  writeFileSync(postmasterPath(data()), `${lines.join("\n")}\n`);
  const { uid, gid } = statSync(data());
  if (isRoot) chownSync(postmasterPath(data()), uid, gid);
}

/** A process of the user who owns the data, with whom PostgreSQL confuses a server. */
async function bystander(script: string): Promise<number> {
  await sandbox().seed();
  const { uid, gid } = statSync(data());
  const account = isRoot ? { name: "owner", uid, gid } : null;
  const child = sandbox().spawn("/bin/sh", ["-c", script], runAs(account));
  const [printed] = await once(child.stdout ?? child, "data");
  return Number(printed);
}

describe("the file of a server that is gone does not hinder a start", () => {
  test("when its number is free", async () => {
    await leaveBehind(deadPid);
    const database = await sandbox().start();
    const [row] = await sandbox().connect(database.connection)`select 1 as n`;
    expect(row).toEqual({ n: 1 });
  });

  test("when its number belongs to another process of the same user, who lives on", async () => {
    const pid = await bystander("echo $$; exec sleep 60");
    await leaveBehind(pid);
    await sandbox().start();
    expect(runs(pid)).toBe(true);
  });

  test("when its number belongs to another process, as ps shows it", async () => {
    const pid = await bystander("echo $$; exec sleep 60");
    await leaveBehind(pid);
    await sandbox().start({}, sandbox().machine({ processes: psTable }));
    expect(runs(pid)).toBe(true);
  });

  test("when its number belongs to a process of another user", async () => {
    await leaveBehind(1);
    await sandbox().start();
  });

  test("when its number belongs to a zombie that nobody clears away", async () => {
    const pid = await bystander("sleep 0.3 & echo $!; exec sleep 60");
    await until("it is a zombie", () => thisMachine().processes.find(pid)?.state === "zombie");
    await leaveBehind(pid);
    await sandbox().start();
    expect(thisMachine().processes.find(pid)?.state).toBe("zombie");
  });
});

test("a server that cannot be seen but answers is not started beside", async () => {
  await leaveBehind(deadPid);
  const socketDirectory = path.join(sandbox().directory, "run");
  mkdirSync(socketDirectory, { recursive: true });
  const hidden = createServer().listen(path.join(socketDirectory, ".s.PGSQL.5432"));
  await once(hidden, "listening");
  const start = sandbox().start();
  await expect(start).rejects.toThrow(EmbeddedUnavailable);
  await expect(start).rejects.toThrow(/another container/);
  expect(existsSync(postmasterPath(data()))).toBe(true);
  hidden.close();
});

test("only the file of the very server that was launched tells that it is ready", async () => {
  await leaveBehind(deadPid);
  const stale = readPostmasterFile(data());
  expect(stale).toMatchObject({ ready: true, pid: deadPid });
  const before = stale?.fingerprint;
  expect(isReady(stale, { pid: deadPid + 1, before: undefined })).toBe(false);
  expect(isReady(stale, { pid: deadPid, before })).toBe(false);
  expect(isReady(stale, { pid: deadPid, before: undefined })).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await leaveBehind(deadPid);
  expect(isReady(readPostmasterFile(data()), { pid: deadPid, before })).toBe(true);
});

test("a database that was not created to the end is created anew", async () => {
  const half = path.join(sandbox().directory, "init-abc123");
  mkdirSync(half, { recursive: true });
  writeFileSync(path.join(half, "PG_VERSION"), "18\n");
  await sandbox().startFresh();
  const names = readdirSync(sandbox().directory).sort();
  expect(names).toEqual(["lock-1", "pg18", "postgres.log", "run"]);
});
