import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server that we started, with what it said. */
export interface ServerProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

interface Start {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Answers with 200 as soon as the server is ready. */
  readonly isReady: () => Promise<boolean>;
}

/** A start may compile the sources first. */
const START_SECONDS = 180;
const STOP_SECONDS = 15;
const logs = mkdtempSync(join(tmpdir(), "termgate-bench-"));
const running = new Set<ChildProcess>();

process.on("exit", (code) => {
  for (const child of running) child.kill("SIGKILL");
  if (code === 0) rmSync(logs, { recursive: true, force: true });
  else process.stderr.write(`What the servers said is in ${logs}\n`);
});

/** Starts a server with nothing in its environment but what it is given, and waits until it answers. */
export async function startChild(start: Start): Promise<ServerProcess> {
  const file = join(logs, `${start.name.replaceAll(/\W/g, "-")}.log`);
  const log = openSync(file, "w");
  const [program, ...given] = start.command;
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(program, given, {
    cwd: start.directory,
    env: { PATH, HOME, ...start.environment },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running.delete(child);
      resolve();
    };
    child.once("exit", end).once("error", end);
  });
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await start.isReady().catch(() => false))) {
    if (!running.has(child) || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${start.name} did not start:\n${readFileSync(file, "utf8").slice(-3000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_SECONDS * 1000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
