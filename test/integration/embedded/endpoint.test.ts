import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { psTable } from "../../../src/store/embedded/psTable.js";
import { opened, runProgram } from "./programs.js";
import { hasEnded, runs, sandboxPerTest, until } from "./sandbox.js";
import { serverPid } from "./watched.js";

const sandbox = sandboxPerTest();

describe("the socket", () => {
  test("lies beside the data, where only the owner of the data can enter", async () => {
    const { connection, dataDirectory } = await sandbox().start();
    expect(connection.host).toBe(path.join(sandbox().directory, "run"));
    const { mode, uid } = statSync(connection.host);
    expect(mode & 0o777).toBe(0o700);
    expect(uid).toBe(statSync(dataDirectory).uid);
  });

  test("may lie in a directory with any name", async () => {
    const directory = path.join(sandbox().root, `a "b", c:d é`);
    const { connection } = await sandbox().start({ directory });
    const [row] = await sandbox().connect(connection)`select 1 as n`;
    expect(row).toEqual({ n: 1 });
  });

  test("goes to a temporary directory when its path would be too long", async () => {
    const directory = path.join(sandbox().root, "long".repeat(20));
    const temporaryDirectory = path.join(sandbox().root, "even longer".repeat(10));
    const machine = sandbox().machine({ temporaryDirectory });
    const { connection, dataDirectory, stop } = await sandbox().start({ directory }, machine);
    expect(connection.host).toMatch(/^\/tmp\/termgate-\w{6}$/);
    const { mode, uid } = statSync(connection.host);
    expect(mode & 0o777).toBe(0o700);
    expect(uid).toBe(statSync(dataDirectory).uid);
    await sandbox().connect(connection)`select 1`;
    await stop();
    expect(existsSync(connection.host)).toBe(false);
  });

  test("in a temporary directory is cleared away after kill -9, too", async () => {
    const directory = path.join(sandbox().root, "long".repeat(20));
    await sandbox().seed(directory);
    const script = "say({ connection: (await start()).connection }); await sleep(60_000);";
    const program = await runProgram(sandbox(), script, { given: { directory }, fresh: true });
    const { host } = await opened(program);
    program.child.kill("SIGKILL");
    await until("it has ended", () => hasEnded(program.child));
    const database = await sandbox().start({ directory });
    expect(database.connection.host).not.toBe(host);
    expect(existsSync(host)).toBe(false);
  });
});

// The way of Windows, as far as other systems can go it.
test("over TCP and without a shell: a password, a watchdog, a restart at the same address", async () => {
  const changes = { transport: "tcp" } as const;
  const script = `
    const database = await start({ unsafeFast: true });
    say({ data: database.dataDirectory });
    await sleep(60_000);
  `;
  const options = { machine: changes, fresh: true };
  const program = await runProgram(sandbox(), script, options);
  const data = await program.next<string>("data");
  const orphan = serverPid(data);
  program.child.kill("SIGKILL");
  await until("the server has ended", () => !runs(orphan));

  const database = await sandbox().start({}, sandbox().machine(changes));
  const { connection } = database;
  expect(connection).toMatchObject({ host: "127.0.0.1", port: expect.any(Number) });
  expect(connection.password).toMatch(/^[0-9a-f]{48}$/);
  const wrong = sandbox().connect({ ...connection, password: "wrong" });
  await expect(wrong`select 1`).rejects.toThrow(/password authentication failed/);
  process.kill(serverPid(data), "SIGKILL");
  await until("it runs again", () => sandbox().lines.includes("PostgreSQL runs again"));
  const [row] = await sandbox().connect(connection)`
    select current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets`;
  expect(row).toEqual({ addresses: "127.0.0.1", sockets: "" });

  await database.stop();
  const left = () => psTable.all().filter(({ command }) => command?.includes(data));
  await until("server and watchdogs have ended", () => left().length === 0);
});
