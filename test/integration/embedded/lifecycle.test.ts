import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  EmbeddedUnavailable,
  findRunning,
  startEmbedded,
} from "../../../src/store/embedded/embedded.js";
import { postmasterPath, readPostmasterFile } from "../../../src/store/embedded/postmasterFile.js";
import { runs, sandboxPerTest } from "./sandbox.js";

const sandbox = sandboxPerTest();

async function setting(sql: ReturnType<ReturnType<typeof sandbox>["connect"]>, name: string) {
  const [row] = await sql`select current_setting(${name}) as value`;
  return row?.value;
}

test("a database is started and found by its directory", async () => {
  const { directory } = sandbox();
  await sandbox().seed();
  expect(await findRunning(directory)).toBeNull();
  const log = () => {};
  const database = await startEmbedded({ directory, purpose: "import", log, unsafeFast: true });
  try {
    const { connection } = database;
    const [row] = await sandbox().connect(connection)`select 1 as n`;
    expect(row).toEqual({ n: 1 });
    const relative = path.relative(process.cwd(), directory);
    const found = await findRunning(relative);
    expect(found).toEqual({ pid: process.pid, purpose: "import", connection });
  } finally {
    await database.stop();
  }
});

describe("a database", () => {
  test("is created at the first start and opened at the next", async () => {
    const first = await sandbox().startFresh();
    expect(first.dataDirectory).toBe(path.join(sandbox().directory, "pg18"));
    const sql = sandbox().connect(first.connection);
    await sql`create table kept as select 42 as n`;
    await first.stop();
    expect(existsSync(postmasterPath(first.dataDirectory))).toBe(false);

    const second = await sandbox().startFresh();
    const [row] = await sandbox().connect(second.connection)`select n from kept`;
    expect(row).toEqual({ n: 42 });
    expect(sandbox().lines).toEqual([]);
  });

  test("is durable by default and changes no setting but the ones for its socket", async () => {
    const database = await sandbox().start({ unsafeFast: false });
    const sql = sandbox().connect(database.connection);
    const changed = await sql`
      select name, setting from pg_settings where source = 'command line' order by name`;
    expect(changed.map(({ name }) => name)).toEqual([
      "cluster_name",
      "listen_addresses",
      "port",
      "unix_socket_directories",
      "unix_socket_permissions",
    ]);
    expect(await setting(sql, "listen_addresses")).toBe("");
    expect(await setting(sql, "fsync")).toBe("on");
  });

  test("trades safety for speed on request, and takes further settings", async () => {
    const database = await sandbox().start({ settings: { deadlock_timeout: "100ms" } });
    const sql = sandbox().connect(database.connection);
    expect(await setting(sql, "fsync")).toBe("off");
    expect(await setting(sql, "deadlock_timeout")).toBe("100ms");
  });

  test("reports with the words of the server why it does not start, and lets go", async () => {
    const refused = sandbox().start({ settings: { work_mem: "plenty" } });
    await expect(refused).rejects.toThrow(EmbeddedUnavailable);
    await expect(refused).rejects.toThrow(/invalid value for parameter "work_mem": "plenty"/);
    await sandbox().start();
  });

  test("writes its log to a file that only its owner reads", async () => {
    const database = await sandbox().start();
    const sql = sandbox().connect(database.connection);
    await sql`do $$ begin raise warning 'heard'; end $$`;
    const log = path.join(sandbox().directory, "postgres.log");
    expect(readFileSync(log, "utf8")).toContain("WARNING:  heard");
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test("stops as often as it is asked to", async () => {
    const database = await sandbox().start();
    const pid = readPostmasterFile(database.dataDirectory)?.pid ?? -1;
    await Promise.all([database.stop(), database.stop()]);
    await database.stop();
    expect(runs(pid)).toBe(false);
  });
});

describe("a process that opened a database", () => {
  test("gets no signal handler", async () => {
    const count = () =>
      ["SIGINT", "SIGTERM", "SIGHUP", "exit", "beforeExit", "uncaughtException"]
        .map((name) => process.listenerCount(name))
        .reduce((sum, listeners) => sum + listeners, 0);
    const before = count();
    const database = await sandbox().start();
    expect(count()).toBe(before);
    await database.stop();
    expect(count()).toBe(before);
  });
});
