import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeEach } from "vitest";
import { type Account, serviceAccount } from "../../../src/store/embedded/accounts.js";
import type {
  EmbeddedConnection,
  EmbeddedDatabase,
  EmbeddedOptions,
} from "../../../src/store/embedded/embedded.js";
import { type Machine, thisMachine } from "../../../src/store/embedded/machine.js";
import { probe } from "../../../src/store/embedded/processes.js";
import { startOn } from "../../../src/store/embedded/start.js";

export const isRoot = process.getuid?.() === 0;

/** A place of its own for one test, and everything in it gone afterwards. */
export class Sandbox {
  readonly root = mkdtempSync(path.join(fastDirectory(), "embedded-test-"));
  /** What the databases of this test have logged. */
  readonly lines: string[] = [];
  readonly #databases: EmbeddedDatabase[] = [];
  readonly #clients: Sql[] = [];
  readonly #children: ChildProcess[] = [];

  constructor() {
    // The account that the server runs as has to pass through.
    chmodSync(this.root, 0o755);
  }

  /** A directory for data, not made yet. */
  get directory(): string {
    return path.join(this.root, "data");
  }

  /** This machine, with the places of the system inside the sandbox. */
  machine(changes: Partial<Machine> = {}): Machine {
    return { ...thisMachine(), systemDirectory: path.join(this.root, "system"), ...changes };
  }

  /** Puts a ready-made empty database into the directory, which saves a second of work. */
  async seed(directory: string = this.directory): Promise<void> {
    const seed = await seedDirectory();
    if (existsSync(path.join(directory, path.basename(seed)))) return;
    mkdirSync(directory, { recursive: true });
    execFileSync("cp", ["-a", seed, directory]);
  }

  /** Starts a database, by default on ready-made data. */
  async start(
    options: Partial<EmbeddedOptions> = {},
    machine: Machine = this.machine(),
  ): Promise<EmbeddedDatabase> {
    await this.seed(options.directory);
    return this.startFresh(options, machine);
  }

  /** Starts a database on whatever is there. */
  async startFresh(
    options: Partial<EmbeddedOptions> = {},
    machine: Machine = this.machine(),
  ): Promise<EmbeddedDatabase> {
    const database = await startOn(machine, {
      directory: this.directory,
      purpose: "test",
      log: (line) => this.lines.push(line),
      unsafeFast: true,
      ...options,
    });
    this.#databases.push(database);
    return database;
  }

  connect(connection: EmbeddedConnection): Sql {
    const sql = postgres({ ...connection, max: 2, fetch_types: false, onnotice: () => {} });
    this.#clients.push(sql);
    return sql;
  }

  spawn(
    file: string,
    args: readonly string[],
    options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv; detached?: boolean } = {},
  ): ChildProcess {
    const stdio = ["ignore", "pipe", "inherit"] as const;
    const child = spawn(file, args, { cwd: "/", ...options, stdio: [...stdio] });
    this.#children.push(child);
    return child;
  }

  makeDirectory(name: string, mode: number): string {
    const directory = path.join(this.root, name);
    mkdirSync(directory);
    chmodSync(directory, mode);
    return directory;
  }

  /** A directory that an ordinary user owns, and who that is. */
  makeHome(): { directory: string; account: Account | null } {
    const directory = this.makeDirectory("home", 0o700);
    const account = isRoot ? serviceAccount(["nobody"]) : null;
    if (account !== null) chownSync(directory, account.uid, account.gid);
    return { directory, account };
  }

  /** A copy of the npm package that may be spoilt. */
  copyPackage(parent: string = this.root): string {
    const { bundled } = thisMachine();
    if (bundled === null) throw new Error("the npm package for this machine is not installed");
    const copy = path.join(parent, "package");
    execFileSync("cp", ["-R", bundled, copy]);
    return copy;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#clients.map((sql) => sql.end({ timeout: 0 })));
    await Promise.all(this.#databases.map((database) => database.stop()));
    const running = this.#children.filter((child) => !hasEnded(child));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(running.map((child) => once(child, "exit")));
    await removeTree(this.root);
  }
}

/** Gives every test of a file a sandbox of its own. */
export function sandboxPerTest(): () => Sandbox {
  let sandbox: Sandbox | null = null;
  afterAll(async () => {
    if (seedRoot !== null) await removeTree(seedRoot);
  });
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(async () => {
    await sandbox?.clear();
  });
  return () => {
    if (sandbox === null) throw new Error("outside of a test");
    return sandbox;
  };
}

let seedRoot: string | null = null;
let seeding: Promise<string> | null = null;

// Made by the first test of a file that wants it.
function seedDirectory(): Promise<string> {
  seeding ??= makeSeed();
  return seeding;
}

async function makeSeed(): Promise<string> {
  const directory = mkdtempSync(path.join(fastDirectory(), "embedded-seed-"));
  seedRoot = directory;
  const log = () => {};
  const options = { directory, purpose: "test", log, unsafeFast: true } as const;
  const database = await startOn(thisMachine(), options);
  await database.stop();
  return database.dataDirectory;
}

// Memory where there is enough of it, and programs may lie there: much is copied in these tests.
export function fastDirectory(): string {
  const memory = "/dev/shm";
  const script = path.join(memory, `embedded-probe-${randomUUID()}`);
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < 2 ** 30) return tmpdir();
    writeFileSync(script, "#!/bin/sh\n", { mode: 0o755 });
    execFileSync(script);
    return memory;
  } catch {
    return tmpdir();
  } finally {
    rmSync(script, { force: true });
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether a process runs: neither gone nor a zombie. */
export function runs(pid: number): boolean {
  return probe(pid) !== null && thisMachine().processes.find(pid)?.state === "running";
}

/** Waits until a condition holds. Rejects, naming it, after a time in milliseconds. */
export async function until(
  what: string,
  condition: () => boolean,
  limitMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
    await sleep(5);
  }
}

// A server whose starter was killed may still be leaving while its directory is removed.
export async function removeTree(directory: string): Promise<void> {
  for (let left = 40; ; left -= 1) {
    try {
      return rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await sleep(50);
    }
  }
}
