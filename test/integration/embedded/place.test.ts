import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { serviceAccount } from "../../../src/store/embedded/accounts.js";
import { EmbeddedUnavailable } from "../../../src/store/embedded/embedded.js";
import { thisMachine } from "../../../src/store/embedded/machine.js";
import { createPlace, findPlace } from "../../../src/store/embedded/place.js";
import { findOn } from "../../../src/store/embedded/start.js";
import { opened, runProgram } from "./programs.js";
import { isRoot, sandboxPerTest } from "./sandbox.js";
import { serverPid } from "./watched.js";

const sandbox = sandboxPerTest();

const accountName = () => serviceAccount(thisMachine().serviceAccounts).name;
const uidOf = (pid: number) => thisMachine().processes.find(pid)?.uid;

describe.runIf(isRoot)("root (needs root)", () => {
  test("runs the server as postgres or nobody, in the directory asked for", async () => {
    const { dataDirectory } = await sandbox().start();
    expect(dataDirectory).toBe(path.join(sandbox().directory, "pg18"));
    const { uid } = serviceAccount(thisMachine().serviceAccounts);
    expect(uidOf(serverPid(dataDirectory))).toBe(uid);
    expect(statSync(dataDirectory).uid).toBe(uid);
  });

  test("makes do with nobody", () => {
    const machine = sandbox().machine({ serviceAccounts: ["no such user", "nobody"] });
    expect(findPlace(machine, sandbox().directory).account?.name).toBe("nobody");
  });

  test("is told what to do when there is no such user", async () => {
    const machine = sandbox().machine({ serviceAccounts: ["no such user", "root"] });
    const start = sandbox().startFresh({}, machine);
    await expect(start).rejects.toThrow(EmbeddedUnavailable);
    await expect(start).rejects.toThrow(/as an ordinary user, or set DATABASE_URL/);
  });

  test("keeps the data of a private directory elsewhere, says so and comes back", async () => {
    const home = sandbox().makeDirectory("private", 0o700);
    const directory = path.join(home, "project", "data");
    const first = await sandbox().startFresh({ directory });
    const system = path.join(sandbox().root, "system");
    expect(first.dataDirectory).toMatch(new RegExp(`^${system}/[0-9a-f]{12}/pg18$`));
    expect(sandbox().lines).toEqual([
      `the data of ${directory} lies in ${first.dataDirectory}, where ${accountName()} can reach it`,
    ]);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(readdirSync(home)).toEqual([]);
    await sandbox().connect(first.connection)`create table kept ()`;
    expect(findOn(sandbox().machine(), directory)?.connection).toEqual(first.connection);
    await first.stop();

    // Even when the reason is gone.
    chmodSync(home, 0o755);
    const second = await sandbox().startFresh({ directory });
    expect(second.dataDirectory).toBe(first.dataDirectory);
    await sandbox().connect(second.connection)`select from kept`;
    await second.stop();
    const ordinary = sandbox().machine({ uid: 1000 });
    expect(() => findPlace(ordinary, directory)).toThrow(/because root started it first/);
  });

  test("opens an empty private directory for the user, but not one that holds something", async () => {
    const directory = sandbox().makeDirectory("empty", 0o700);
    const { dataDirectory } = await sandbox().startFresh({ directory });
    expect(dataDirectory).toBe(path.join(directory, "pg18"));
    expect(statSync(directory).mode & 0o777).toBe(0o711);

    const used = sandbox().makeDirectory("used", 0o700);
    writeFileSync(path.join(used, "letter"), "");
    const place = findPlace(sandbox().machine(), used);
    expect(place.root).not.toBe(used);
    createPlace(place);
    expect(statSync(used).mode & 0o777).toBe(0o700);
  });

  test("copies programs that the user cannot reach, once", async () => {
    const bundled = sandbox().copyPackage(sandbox().makeDirectory("private", 0o700));
    const machine = sandbox().machine({ bundled });
    const first = await sandbox().start({}, machine);
    expect(first.dataDirectory).toBe(path.join(sandbox().directory, "pg18"));
    const copies = path.join(sandbox().root, "system", "bin");
    const [copy = ""] = readdirSync(copies);
    expect(copy).toMatch(new RegExp(`^18\\..*-${process.platform}-${process.arch}$`));
    const { ino } = statSync(path.join(copies, copy));
    await first.stop();
    await sandbox().start({}, machine);
    expect(readdirSync(copies)).toEqual([copy]);
    expect(statSync(path.join(copies, copy)).ino).toBe(ino);
  });

  test("makes directories that the user can enter whatever the file mode mask", async () => {
    const directory = path.join(sandbox().root, "one", "two", "data");
    const script = `
      const { canEnter } = await import("./accounts.js");
      const { createPlace, findPlace } = await import("./place.js");
      process.umask(0o077);
      const place = findPlace(thisMachine(), given.directory);
      createPlace(place);
      say({ root: place.root });
      say({ entered: canEnter(place.account, place.root) });
    `;
    const options = { given: { directory }, fresh: true };
    const program = await runProgram(sandbox(), script, options);
    expect(await program.next("root")).toBe(directory);
    expect(await program.next("entered")).toBe(true);
  });

  test("serves the data of an ordinary user as that user, who can go on with it", async () => {
    const { directory: home, account } = sandbox().makeHome();
    const directory = path.join(home, "data");
    await sandbox().seed(directory);
    execFileSync("chown", ["-R", `${account?.uid}:${account?.gid}`, directory]);
    const database = await sandbox().start({ directory });
    expect(database.dataDirectory).toBe(path.join(directory, "pg18"));
    expect(uidOf(serverPid(database.dataDirectory))).toBe(account?.uid);
    await database.stop();

    const script = "say({ connection: (await start()).connection });";
    const options = { given: { directory }, ordinary: true };
    const program = await runProgram(sandbox(), script, options);
    expect(await opened(program)).toEqual(database.connection);
  });

  test("is told when data got out of reach, and gets no empty database instead", async () => {
    const home = sandbox().makeDirectory("home", 0o755);
    const directory = path.join(home, "data");
    await (await sandbox().start({ directory })).stop();
    chmodSync(home, 0o700);
    await expect(sandbox().startFresh({ directory })).rejects.toThrow(
      `The database in ${directory} belongs to ${accountName()}, who cannot enter that directory.`,
    );
    expect(existsSync(path.join(sandbox().root, "system"))).toBe(false);
  });
});

test("two spellings of a directory are one place", () => {
  const directory = sandbox().makeDirectory("real", 0o755);
  const other = path.join(sandbox().root, "other");
  symlinkSync(directory, other);
  const machine = sandbox().machine();
  const place = findPlace(machine, path.join(directory, "data"));
  expect(findPlace(machine, path.join(other, "x", "..", "data"))).toEqual(place);
});
