import { type ChildProcess, spawn } from "node:child_process";
import { plainEnvironment, runAs } from "./accounts.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import type { Binaries } from "./programs.js";
import { nodeWatchdog } from "./windows.js";

/** Stops the server if this process dies, in whatever way. */
export interface Watchdog {
  /** Tells the process number of the server. */
  guard(server: number): void;
  /** To be called when the server has ended. */
  standDown(): void;
}

// The first line is the number of the server, a second one says that it has ended. When the input
// ends without that second line, the process at its other end is dead.
const shellWatchdog = `
  trap "" INT TERM HUP
  read -r server || exit 0
  read -r ended && exit 0
  kill -INT "$server"
`;

const renewalMs = 1_000;

/**
 * Starts a small process that holds one end of a pipe, of which this process holds the other. One
 * that is killed itself is replaced after a second.
 */
export function startWatchdog(
  machine: Machine,
  place: Place,
  binaries: Binaries,
  data: string,
): Watchdog {
  let server: number | null = null;
  let needed = true;
  let child = begin();

  function begin(): ChildProcess {
    const started = spawnWatchdog(machine, place, binaries, data);
    const renew = () => {
      if (!needed) return;
      child = begin();
      if (server !== null) child.stdin?.write(`${server}\n`);
    };
    const ended = () => {
      if (needed) setTimeout(renew, renewalMs).unref();
    };
    started.once("exit", ended);
    started.once("error", ended);
    return started;
  }

  return {
    guard: (pid) => {
      server = pid;
      child.stdin?.write(`${pid}\n`);
    },
    standDown: () => {
      needed = false;
      child.stdin?.end("ended\n");
    },
  };
}

function spawnWatchdog(
  machine: Machine,
  place: Place,
  binaries: Binaries,
  data: string,
): ChildProcess {
  const shell = machine.transport === "socket";
  const child = spawn(
    shell ? "/bin/sh" : process.execPath,
    // The shell needs no argument, but whoever lists processes shall see what this one is for.
    shell
      ? ["-c", shellWatchdog, "termgate-watchdog", data]
      : ["-e", nodeWatchdog, "--", binaries.control, data],
    {
      ...runAs(place.account),
      cwd: place.root,
      env: { ...plainEnvironment, ...binaries.environment },
      // A session of its own: Ctrl-C in the terminal must not reach it.
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      windowsHide: true,
    },
  );
  child.unref();
  // Writing to a watchdog that was killed fails; its end is reported by the other event.
  child.stdin?.on("error", () => {});
  return child;
}
