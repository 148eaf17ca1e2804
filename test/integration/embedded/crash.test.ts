import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { thisMachine } from "../../../src/store/embedded/machine.js";
import { readPostmasterFile } from "../../../src/store/embedded/postmasterFile.js";
import { sandboxPerTest, until } from "./sandbox.js";
import { serverPid, watchdogs } from "./watched.js";

const sandbox = sandboxPerTest();

describe("kill -9 of the server", () => {
  test("starts it again once, at the same address, with everything committed", async () => {
    const database = await sandbox().start({ unsafeFast: false });
    const sql = sandbox().connect(database.connection);
    await sql`create table written (n int primary key)`;
    let last = 0;
    const writing = (async () => {
      for (;;) {
        await sql`insert into written values (${last + 1})`;
        last += 1;
      }
    })();
    await until("rows are committed", () => last >= 50);
    process.kill(serverPid(database.dataDirectory), "SIGKILL");
    await expect(writing).rejects.toThrow();
    await until("it runs again", () => sandbox().lines.includes("PostgreSQL runs again"));
    const [row] = await sql`select max(n) as top, count(*)::int as rows from written`;
    expect(row?.top).toBeGreaterThanOrEqual(last);
    expect(row?.rows).toBe(row?.top);
    await until("one watchdog is left", () => watchdogs(database.dataDirectory).length === 1);
  });

  test("a second time within a minute is told with the tail of the log", async () => {
    const database = await sandbox().start();
    process.kill(serverPid(database.dataDirectory), "SIGKILL");
    await until("it runs again", () => sandbox().lines.includes("PostgreSQL runs again"));
    const sql = sandbox().connect(database.connection);
    await sql`do $$ begin raise warning 'last words'; end $$`;
    process.kill(serverPid(database.dataDirectory), "SIGKILL");
    expect(await database.exited).toContain("WARNING:  last words");
    await until("its watchdog has ended", () => watchdogs(database.dataDirectory).length === 0);
    await database.stop();
    await sandbox().start();
  });

  test("does not wait for a query that computes on", async () => {
    const database = await sandbox().start();
    const sql = sandbox().connect(database.connection);
    const computing = sql`select count(*) from generate_series(1, 1000000000) n where n % 7 = 8`;
    computing.catch(() => {});
    const workers = () =>
      thisMachine()
        .processes.all()
        .filter(({ command }) => command?.includes(`termgate-`) && command.endsWith("SELECT"))
        .map(({ pid }) => pid);
    await until("the query runs", () => workers().length > 0);
    process.kill(serverPid(database.dataDirectory), "SIGKILL");
    await until("it runs again", () => sandbox().lines.includes("PostgreSQL runs again"));
  });

  test("while it is being stopped is the end of it", async () => {
    const database = await sandbox().start();
    const stopped = database.stop();
    process.kill(serverPid(database.dataDirectory), "SIGKILL");
    await stopped;
    expect(sandbox().lines).toEqual([]);
    await sandbox().start();
  });
});

test("a stop asked for during a restart waits for it and leaves nothing behind", async () => {
  const database = await sandbox().start();
  process.kill(serverPid(database.dataDirectory), "SIGKILL");
  await until("it is restarted", () => sandbox().lines.length > 0);
  await database.stop();
  expect(readPostmasterFile(database.dataDirectory)).toBeNull();
  await until("the watchdogs have ended", () => watchdogs(database.dataDirectory).length === 0);
  const listed = execFileSync("ps", ["-A", "-o", "command="], { encoding: "utf8" });
  expect(listed).not.toContain(database.dataDirectory);
});
