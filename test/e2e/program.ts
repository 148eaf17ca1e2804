import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { signal } from "../../src/store/embedded/processes.js";

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Gives it a process group of its own, which signals can be sent to as a terminal does. */
  readonly ownGroup?: boolean;
  readonly uid?: number;
  readonly gid?: number;
}

const LIMIT = 90_000;

/** A process that the tests started, and what it has said so far. */
export class Program {
  stdout = "";
  stderr = "";
  readonly pid: number;
  readonly ended: Promise<Ending>;
  readonly ownGroup: boolean;
  readonly #child: ChildProcess;
  #ending: Ending | null = null;
  #listeners: (() => void)[] = [];

  constructor(command: string, args: readonly string[], options: ProgramOptions) {
    const { ownGroup = false, ...others } = options;
    this.ownGroup = ownGroup;
    const stdio = ["ignore", "pipe", "pipe"] as const;
    this.#child = spawn(command, args, { ...others, detached: ownGroup, stdio: [...stdio] });
    this.pid = this.#child.pid ?? -1;
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#tell();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#tell();
    });
    this.ended = this.#end();
  }

  get hasEnded(): boolean {
    return this.#ending !== null;
  }

  /** Waits for words on either output. Rejects when the program ends without them. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = setTimeout(() => this.#tell(), LIMIT);
    const begun = performance.now();
    try {
      for (;;) {
        const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
        if (found) return found;
        const late = performance.now() - begun >= LIMIT;
        if (late || this.hasEnded) throw new Error(`Never said ${pattern}:\n${this.#words()}`);
        await new Promise<void>((resolve) => this.#listeners.push(resolve));
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Sends a signal to the process, or to its group as Ctrl-C in a terminal does. */
  kill(to: "process" | "group", name: NodeJS.Signals): void {
    signal(to === "group" ? -this.pid : this.pid, name);
  }

  async #end(): Promise<Ending> {
    const [code, signal] = await once(this.#child, "close");
    const ending = { code, signal } as Ending;
    this.#ending = ending;
    this.#tell();
    return ending;
  }

  #tell(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  #words(): string {
    return `${this.stdout}\n${this.stderr}`;
  }
}
