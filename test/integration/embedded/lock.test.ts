import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { acquireLock, type InstanceLock, readHolder } from "../../../src/store/embedded/lock.js";
import type { LockRecord } from "../../../src/store/embedded/lockFiles.js";
import { thisMachine } from "../../../src/store/embedded/machine.js";
import type { ProcessTable } from "../../../src/store/embedded/processes.js";
import { runs, sandboxPerTest, until } from "./sandbox.js";

const sandbox = sandboxPerTest();
const { processes } = thisMachine();
const connection = { host: "/nowhere", port: 5432, user: "postgres", database: "postgres" };
const deadPid = 2 ** 22 + 1;

let root: string;
beforeEach(() => {
  root = sandbox().makeDirectory("locked", 0o755);
});

function lock(table: ProcessTable = processes): InstanceLock {
  const attempt = acquireLock(root, "server", table);
  if (!attempt.ok) throw new Error(`held by ${attempt.holder.pid}`);
  return attempt.lock;
}

function isFree(): boolean {
  return readHolder(root, processes) === null;
}

function leaveBehind(changes: Partial<LockRecord>): void {
  const record = { pid: deadPid, mark: null, purpose: "server", connection, released: false };
  writeFileSync(path.join(root, "lock-7"), JSON.stringify({ ...record, ...changes }));
}

describe("a lock", () => {
  test("is held by one and tells who, for what and how to connect", () => {
    const held = lock();
    expect(acquireLock(root, "import", processes)).toMatchObject({
      ok: false,
      holder: { pid: process.pid, purpose: "server", connection: null },
    });
    held.publish(connection);
    expect(readHolder(root, processes)).toMatchObject({ pid: process.pid, connection });
  });

  test("is free again after release, and can be taken many times", () => {
    for (let round = 0; round < 3; round += 1) {
      const held = lock();
      expect(isFree()).toBe(false);
      held.release();
      expect(isFree()).toBe(true);
    }
    expect(readdirSync(root)).toEqual(["lock-3"]);
  });

  test("survives that somebody deletes the directory", async () => {
    const held = lock();
    await import("node:fs/promises").then((fs) => fs.rm(root, { recursive: true }));
    expect(() => held.release()).not.toThrow();
  });
});

describe("a lock left behind is taken over", () => {
  test("from a process that is gone, with what it said", () => {
    leaveBehind({});
    expect(isFree()).toBe(true);
    expect(lock().previous).toMatchObject({ pid: deadPid, connection });
    expect(readdirSync(root)).toEqual(["lock-8"]);
  });

  test("from a process whose number another one has now", () => {
    leaveBehind({ pid: process.pid, mark: "another boot/12345" });
    expect(isFree()).toBe(true);
    lock();
  });

  test.runIf(process.platform === "linux")("from a zombie", async () => {
    const parent = sandbox().spawn("/bin/sh", ["-c", "sleep 0.3 & echo $!; exec sleep 60"]);
    const [printed] = await once(parent.stdout ?? parent, "data");
    const pid = Number(printed);
    await until("it is a zombie", () => processes.find(pid)?.state === "zombie");
    leaveBehind({ pid });
    lock();
  });

  test("from a file that a loss of power left empty", () => {
    writeFileSync(path.join(root, "lock-7"), "");
    lock();
  });

  test("but not from a living process whose start is unknown", async () => {
    const living = spawn("sleep", ["60"], { stdio: "ignore" });
    leaveBehind({ pid: living.pid ?? -1 });
    expect(isFree()).toBe(false);
    expect(acquireLock(root, "server", processes).ok).toBe(false);
    living.kill();
    await until("it is gone", () => !runs(living.pid ?? -1));
    lock();
  });
});

describe("a starter that is held up between looking and acting", () => {
  // The others act inside the look at the process that left the lock behind.
  function heldUp(others: () => void): ProcessTable {
    let waiting = true;
    return {
      ...processes,
      find: (pid) => {
        if (pid === deadPid && waiting) {
          waiting = false;
          others();
        }
        return processes.find(pid);
      },
    };
  }

  test("does not take the lock of the one who was faster", () => {
    leaveBehind({});
    const attempt = acquireLock(
      root,
      "server",
      heldUp(() => lock()),
    );
    expect(attempt.ok).toBe(false);
  });

  test("does not take the lock of the second one who was faster", () => {
    leaveBehind({});
    const table = heldUp(() => {
      lock().release();
      lock().publish(connection);
    });
    expect(acquireLock(root, "server", table)).toMatchObject({ ok: false, holder: { connection } });
    expect(readHolder(root, processes)).toMatchObject({ connection });
  });

  test("takes it when all the others have gone again", () => {
    leaveBehind({});
    const table = heldUp(() => {
      lock().release();
      lock().release();
    });
    lock(table);
    expect(isFree()).toBe(false);
  });
});
