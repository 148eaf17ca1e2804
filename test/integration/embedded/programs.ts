import type { ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { runAs, serviceAccount } from "../../../src/store/embedded/accounts.js";
import type { EmbeddedConnection } from "../../../src/store/embedded/embedded.js";
import type { Machine } from "../../../src/store/embedded/machine.js";
import { isRoot, type Sandbox } from "./sandbox.js";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const sources = path.join(repository, "src/store/embedded");

const prelude = `
  import postgres from "postgres";
  import { setTimeout as sleep } from "node:timers/promises";
  import { findRunning } from "./embedded.js";
  import { thisMachine } from "./machine.js";
  import { startOn } from "./start.js";
  const given = JSON.parse(process.argv[2]);
  const say = (event) => process.stdout.write(JSON.stringify(event) + "\\n");
  const start = (changes = {}) => startOn({ ...thisMachine(), ...given.machine }, {
    directory: given.directory, purpose: "server", log: (line) => say({ log: line }), ...changes,
  });
`;

/** A Node process that runs the embedded database, apart from the one of the tests. */
export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Waits for the next printed object that has this key, and gives its value. */
  next<Value>(key: string): Promise<Value>;
}

/** Starts the database, says so, and stays. */
export const holdOpen = `
  const database = await start();
  say({ connection: database.connection });
  setInterval(() => {}, 1000);
`;

/** As holdOpen, and writes rows one after the other, each said when it is committed. */
export const writeOn = `
  const database = await start();
  const sql = postgres({ ...database.connection, fetch_types: false, onnotice: () => {} });
  await sql\`create table if not exists written (n int primary key)\`;
  const [{ top }] = await sql\`select coalesce(max(n), 0)::int as top from written\`;
  say({ connection: database.connection });
  for (let n = top + 1; ; n += 1) {
    await sql\`insert into written values (\${n})\`;
    say({ committed: n });
  }
`;

/** Runs a piece of JavaScript with \`start\`, \`say\` and \`given\` at hand. */
export async function runProgram(
  sandbox: Sandbox,
  script: string,
  options: {
    readonly given?: Readonly<Record<string, unknown>>;
    readonly machine?: Partial<Machine>;
    readonly ordinary?: boolean;
    readonly env?: NodeJS.ProcessEnv;
    readonly detached?: boolean;
    /** Whether to start with no data at all. */
    readonly fresh?: boolean;
  } = {},
): Promise<Program> {
  if (!options.fresh) await sandbox.seed();
  const machine = { systemDirectory: sandbox.machine().systemDirectory, ...options.machine };
  const given = { directory: sandbox.directory, ...options.given, machine };
  const file = await writeProgram(sandbox, script);
  const account = options.ordinary && isRoot ? runAs(serviceAccount(["nobody"])) : {};
  const { env = process.env, detached = false } = options;
  const args = [file, JSON.stringify(given)];
  const child = sandbox.spawn(process.execPath, args, { ...account, env, detached });
  const events = readEvents(child);
  return {
    child,
    pid: child.pid ?? -1,
    next: async <Value>(key: string) => {
      for (;;) {
        const { value, done } = await events.next();
        if (done) throw new Error(`the program ended without saying "${key}"`);
        if (key in value) return value[key] as Value;
      }
    },
  };
}

/** Starts holdOpen or a like program and waits for its connection. */
export async function opened(program: Program): Promise<EmbeddedConnection> {
  return program.next<EmbeddedConnection>("connection");
}

async function* readEvents(child: ChildProcess): AsyncGenerator<Record<string, unknown>> {
  if (child.stdout === null) return;
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
}

let programs = 0;

async function writeProgram(sandbox: Sandbox, script: string): Promise<string> {
  const directory = path.join(sandbox.root, "compiled");
  if (!existsSync(directory)) {
    mkdirSync(directory);
    for (const [name, text] of await compiled()) writeFileSync(path.join(directory, name), text);
    symlinkSync(path.join(repository, "node_modules"), path.join(directory, "node_modules"));
  }
  programs += 1;
  const file = path.join(directory, `program${programs}.js`);
  writeFileSync(file, prelude + script);
  return file;
}

let compiling: Promise<[name: string, text: string][]> | null = null;

function compiled(): Promise<[name: string, text: string][]> {
  compiling ??= compile();
  return compiling;
}

// Plain Node runs no TypeScript. What the test runner transforms it with takes half a second, the
// compiler two.
async function compile(): Promise<[name: string, text: string][]> {
  const runner = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
  const vite = (await import(runner.resolve("vite"))) as {
    transformWithOxc(text: string, name: string): Promise<{ code: string }>;
  };
  const files = readdirSync(sources).map(async (name): Promise<[name: string, text: string]> => {
    const text = readFileSync(path.join(sources, name), "utf8");
    const { code } = await vite.transformWithOxc(text, name);
    return [name.replace(/\.ts$/, ".js"), code];
  });
  return [...(await Promise.all(files)), ["package.json", '{ "type": "module" }']];
}
