import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { serviceAccount } from "../../src/store/embedded/accounts.js";
import { clusterName } from "../../src/store/embedded/leftovers.js";
import { thisMachine } from "../../src/store/embedded/machine.js";
import { fastDirectory, isRoot, removeTree, until } from "../integration/embedded/sandbox.js";
import { Program, type ProgramOptions } from "./program.js";

/** The project's folder. */
export const project = fileURLToPath(new URL("../../", import.meta.url));

/** Compiling may come first, on a machine that does much else. */
export const START_LIMIT = 180_000;

/** A folder for the data of one test file, and the processes that work there. */
export class Workplace {
  readonly root = mkdtempSync(join(fastDirectory(), "termgate-e2e-"));
  readonly #programs: Program[] = [];

  constructor() {
    // The account that the database runs as has to pass through.
    chmodSync(this.root, 0o755);
  }

  /** The path of a data directory that is not there yet. */
  data(name: string): string {
    return join(this.root, name);
  }

  /** An ordinary user, and a folder that is theirs; as an ordinary user, oneself. */
  home(name: string): { directory: string; account: { uid?: number; gid?: number } } {
    const directory = join(this.root, name);
    mkdirSync(directory, { mode: 0o700 });
    if (!isRoot) return { directory, account: {} };
    const { uid, gid } = serviceAccount(["nobody"]);
    chownSync(directory, uid, gid);
    return { directory, account: { uid, gid } };
  }

  /** Starts a process in an environment that has nothing of the tests' own. */
  start(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: this.root,
      npm_config_update_notifier: "false",
      ...options.env,
    };
    const program = new Program(command, args, { cwd: project, ...options, env });
    this.#programs.push(program);
    return program;
  }

  /** Starts one of the programs below src, as the scripts of package.json do. */
  run(program: string, args: readonly string[], options: ProgramOptions = {}): Program {
    const node = ["--enable-source-maps", "run.mjs", program, ...args];
    return this.start(process.execPath, node, options);
  }

  /** Waits until no process is left that belongs to a data directory. */
  async allGone(data: string): Promise<void> {
    await until(`nobody works in ${data}`, () => workersOf(data).length === 0, 30_000);
  }

  async clear(): Promise<void> {
    for (const program of this.#programs) {
      if (program.ownGroup) program.kill("group", "SIGKILL");
      else if (!program.hasEnded) program.kill("process", "SIGKILL");
    }
    await Promise.all(this.#programs.map(({ ended }) => ended));
    await this.allGone(this.root);
    const entries = readdirSync(this.root, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    for (const { name } of folders) await this.allGone(join(this.root, name));
    await removeTree(this.root);
  }
}

/** A workplace for the tests of one file. */
export function useWorkplace(): Workplace {
  const workplace = new Workplace();
  afterAll(() => workplace.clear());
  return workplace;
}

/** Whatever is not compiled yet would count as time of the first start. */
export async function compileFirst(workplace: Workplace): Promise<void> {
  const help = workplace.run("cli/import", ["--help"]);
  const { code } = await help.ended;
  if (code !== 0) throw new Error(`${help.stderr}${help.stdout}`);
}

/** The command lines of the database's processes and of what watches them. */
export function workersOf(data: string): string[] {
  const names = existsSync(data) ? readdirSync(data).filter((name) => /^pg\d+$/.test(name)) : [];
  const marks = [data, ...names.map((name) => clusterName(join(data, name)))];
  return thisMachine()
    .processes.all()
    .filter(({ state }) => state === "running")
    .map(({ command }) => command ?? "")
    .filter((command) => marks.some((mark) => command.includes(mark)));
}
