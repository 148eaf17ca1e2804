import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { thisMachine } from "../../../src/store/embedded/machine.js";
import { readPostmasterFile } from "../../../src/store/embedded/postmasterFile.js";
import { holdOpen, opened, runProgram } from "./programs.js";
import { hasEnded, sandboxPerTest, until } from "./sandbox.js";
import { serverPid } from "./watched.js";

const sandbox = sandboxPerTest();

describe("whatever the environment of the caller", () => {
  const env = {
    ...process.env,
    LANG: "xx_XX.UTF-8",
    LC_ALL: "C",
    PGDATA: "/nowhere",
    PGPORT: "1",
    PGHOST: "nowhere",
    PGUSER: "nobody",
    LD_LIBRARY_PATH: "/nowhere",
    TZ: "Asia/Tokyo",
  };

  test("text is UTF-8, folds beyond ASCII and sorts by code point; time is UTC", async () => {
    const script = `
      const database = await start({ unsafeFast: true });
      const sql = postgres({ ...database.connection, fetch_types: false, onnotice: () => {} });
      await sql\`create extension pg_trgm\`;
      const [answer] = await sql\`
        select current_setting('server_encoding') as encoding,
          current_setting('timezone') as zone, lower('ÄÖÉ') as lower,
          'STRAẞE ÅR' ilike '%år' as alike, show_trgm('ÉÈ')::text ~ 'éè' as trigrams,
          (select string_agg(w, '' order by w) from unnest(array['b','a','é','Z']) w) as sorted\`;
      say({ answer });
      await sql.end();
      await database.stop();
    `;
    const program = await runProgram(sandbox(), script, { env, fresh: true });
    expect(await program.next("answer")).toEqual({
      encoding: "UTF8",
      zone: "UTC",
      lower: "äöé",
      alike: true,
      trigrams: false,
      sorted: "Zabé",
    });
  });
});

test("a process killed while it creates a database leaves nothing that hinders", async () => {
  const { directory } = sandbox();
  const program = await runProgram(sandbox(), holdOpen, { fresh: true });
  const inCreation = () => {
    const names = existsSync(directory) ? readdirSync(directory) : [];
    return names.some((name) => existsSync(path.join(directory, name, "PG_VERSION")));
  };
  await until("the database is being created", inCreation);
  program.child.kill("SIGKILL");
  await until("the process has ended", () => hasEnded(program.child));
  const { connection } = await sandbox().startFresh();
  const [row] = await sandbox().connect(connection)`select 1 as n`;
  expect(row).toEqual({ n: 1 });
});

describe("a process that opened a database", () => {
  test("ends when it has nothing else to do, and the server with it", async () => {
    const program = await runProgram(sandbox(), "say({ data: (await start()).dataDirectory });");
    const data = await program.next<string>("data");
    await until("the process has ended", () => hasEnded(program.child));
    expect(program.child.exitCode).toBe(0);
    await until("the server has ended", () => readPostmasterFile(data) === null);
  });

  test("can wait for the stop with nothing else to do", async () => {
    const script = "const database = await start(); await database.stop(); say({ done: true });";
    const program = await runProgram(sandbox(), script);
    expect(await program.next("done")).toBe(true);
  });

  test("still has its server after Ctrl-C, for what it wants to finish", async () => {
    const script = `
      const database = await start();
      const sql = postgres({ ...database.connection, fetch_types: false, onnotice: () => {} });
      const begun = async () => (await sql\`select pg_postmaster_start_time() as at\`)[0].at;
      const before = await begun();
      process.on("SIGINT", async () => {
        await sleep(300);
        const same = (await begun()).getTime() === before.getTime();
        await sql.end();
        await database.stop();
        say({ same });
        process.exit();
      });
      say({ connection: database.connection });
      setInterval(() => {}, 1000);
    `;
    const program = await runProgram(sandbox(), script, { detached: true });
    await opened(program);
    // A terminal sends the signal to the whole process group.
    process.kill(-program.pid, "SIGINT");
    expect(await program.next("same")).toBe(true);
  });

  test("keeps its standard output to itself", async () => {
    const program = await runProgram(
      sandbox(),
      `${holdOpen} process.kill(process.pid, "SIGKILL");`,
    );
    let text = "";
    program.child.stdout?.on("data", (chunk) => {
      text += chunk;
    });
    await until("the process has ended", () => hasEnded(program.child));
    expect(text.split("\n").filter((line) => !line.startsWith("{"))).toEqual([""]);
  });
});

describe("an ordinary user", () => {
  test("keeps everything below the directory", async () => {
    const { directory: home, account } = sandbox().makeHome();
    const directory = path.join(home, "new", "data");
    const script = `
      const database = await start({ unsafeFast: true });
      say({ data: database.dataDirectory });
      say({ connection: database.connection });
      setInterval(() => {}, 1000);
    `;
    const options = { given: { directory }, ordinary: true, fresh: true };
    const program = await runProgram(sandbox(), script, options);
    const data = await program.next<string>("data");
    expect(data).toBe(path.join(directory, "pg18"));
    expect((await opened(program)).host).toBe(path.join(directory, "run"));
    const server = thisMachine().processes.find(serverPid(data));
    expect(server?.uid).toBe(account?.uid ?? process.getuid?.());
    expect(readdirSync(directory).sort()).toEqual(["lock-1", "pg18", "postgres.log", "run"]);
  });

  test("is told what to do about a directory that cannot be written to", async () => {
    const directory = path.join(sandbox().makeDirectory("closed", 0o555), "data");
    const script =
      "await start().catch(({ name, message }) => say({ failure: { name, message } }))";
    const options = { given: { directory }, ordinary: true, fresh: true };
    const program = await runProgram(sandbox(), script, options);
    const failure = await program.next<{ name: string; message: string }>("failure");
    expect(failure.name).toBe("EmbeddedUnavailable");
    expect(failure.message).toContain(`A database cannot be kept in ${directory}: EACCES`);
    expect(failure.message).toContain("set DATABASE_URL");
  });
});
