import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { runAs } from "./accounts.js";
import type { Endpoint } from "./endpoint.js";
import { clearRemains, clusterName } from "./leftovers.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import { readPostmasterFile } from "./postmasterFile.js";
import type { Binaries } from "./programs.js";
import { waitUntilReady } from "./readiness.js";
import { run } from "./run.js";
import { openServerLog } from "./serverLog.js";
import { startWatchdog } from "./watchdog.js";

/** Everything that a start of the server needs, the same for the first one and for a restart. */
export interface ServerPlan {
  readonly machine: Machine;
  readonly place: Place;
  readonly binaries: Binaries;
  readonly data: string;
  readonly endpoint: Endpoint;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** One run of the server. */
export interface RunningServer {
  /** Resolves with the tail of its log when it ends, for whatever reason. Never rejects. */
  readonly ended: Promise<string>;
  /** Shuts it down cleanly; open transactions are rolled back. */
  stop(): Promise<void>;
}

interface Attempt {
  readonly child: ChildProcess;
  readonly ended: Promise<string>;
  hasEnded: boolean;
}

/**
 * Clears away what an earlier run left, starts the server and waits until it answers.
 * @throws EmbeddedUnavailable with the tail of its log when it ends instead.
 */
export async function startServer(plan: ServerPlan): Promise<RunningServer> {
  const { machine, data, endpoint, log } = plan;
  await clearRemains(machine, data, log);
  endpoint.sweep();
  const before = readPostmasterFile(data)?.fingerprint;
  const attempt = launch(plan);
  const { child, ended } = attempt;
  const server = { ended, stop: () => stop(plan, attempt) };
  try {
    const { connection } = endpoint;
    const hasEnded = () => attempt.hasEnded;
    await waitUntilReady({ data, connection, pid: child.pid, before, ended, hasEnded, log });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function launch(plan: ServerPlan): Attempt {
  const { machine, place, binaries, data } = plan;
  const serverLog = openServerLog(path.join(place.root, "postgres.log"), place.account);
  const watchdog = startWatchdog(machine, place, binaries, data);
  const child = spawn(binaries.postgres, ["-D", data, ...settingOptions(plan)], {
    ...runAs(place.account),
    cwd: place.root,
    env: { ...binaries.environment },
    // A session of its own: Ctrl-C in the terminal must not stop it before its clients.
    detached: true,
    stdio: ["ignore", serverLog.descriptor, serverLog.descriptor],
    windowsHide: true,
  });
  if (child.pid !== undefined) watchdog.guard(child.pid);
  serverLog.close();
  child.unref();
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", () => resolve(serverLog.tail()));
  });
  const attempt: Attempt = { child, ended, hasEnded: false };
  void ended.then(() => {
    attempt.hasEnded = true;
    watchdog.standDown();
  });
  return attempt;
}

function settingOptions({ data, settings, endpoint }: ServerPlan): string[] {
  const all = { cluster_name: clusterName(data), ...settings, ...endpoint.settings };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function stop(plan: ServerPlan, { child, ended, hasEnded }: Attempt): Promise<void> {
  if (hasEnded) return;
  // Whoever awaits this must not see the process end for want of anything else to wait for.
  child.ref();
  if (plan.machine.transport === "socket") child.kill("SIGINT");
  else {
    const { binaries, data, place } = plan;
    const options = ["stop", "-W", "-m", "fast", "-D", data];
    await run(binaries.control, options, place, binaries.environment);
  }
  await ended;
}
