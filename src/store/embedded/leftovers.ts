import { rmSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedUnavailable } from "./errors.js";
import type { Machine } from "./machine.js";
import { shortHash } from "./place.js";
import { type PostmasterFile, postmasterPath, readPostmasterFile } from "./postmasterFile.js";
import { type ProcessEntry, type ProcessTable, signal } from "./processes.js";

const pollMs = 20;
const reportMs = 5_000;
const zombiePatienceMs = 3_000;
const workerPatienceMs = 5_000;
const fastShutdownMs = 60_000;
const giveUpMs = 120_000;

interface Clearing {
  readonly data: string;
  readonly processes: ProcessTable;
  readonly begun: number;
  /** The last signal that each process was sent. */
  readonly told: Map<number, NodeJS.Signals>;
}

type Found = "gone" | "zombie" | "server" | "stranger" | "unclear";

/** The name that a server and its workers carry in their titles, one for every data directory. */
export function clusterName(data: string): string {
  return `termgate-${shortHash(data)}`;
}

/**
 * Makes sure that no server runs on the data, and that none will be kept from starting by a file
 * that a dead one left. To be called by the holder of the instance lock only: a server that still
 * runs belongs to nobody then, and is asked to stop.
 * @throws EmbeddedUnavailable when something that may be a server cannot be cleared away.
 */
export async function clearRemains(
  { processes }: Machine,
  data: string,
  log: (line: string) => void,
): Promise<void> {
  const clearing = { data, processes, begun: performance.now(), told: new Map() };
  let reported = clearing.begun;
  for (;;) {
    const file = readPostmasterFile(data);
    if (file === null || (await isCleared(clearing, file))) return;
    if (performance.now() - clearing.begun > giveUpMs) throw stuck(data, file);
    if (performance.now() - reported >= reportMs) {
      reported = performance.now();
      log(`waiting for an earlier PostgreSQL, process ${file.pid}, to end`);
    }
    await sleep(pollMs);
  }
}

async function isCleared(clearing: Clearing, file: PostmasterFile): Promise<boolean> {
  const waited = performance.now() - clearing.begun;
  const found = identify(clearing, file.pid);
  if (found === "server") {
    tell(clearing, file.pid, waited < fastShutdownMs ? "SIGINT" : "SIGQUIT");
    return false;
  }
  // Workers whose server was killed may compute on, and hold the shared memory meanwhile.
  const workers = orphanedWorkers(clearing, file.pid);
  for (const { pid } of workers) {
    tell(clearing, pid, waited < workerPatienceMs ? "SIGQUIT" : "SIGKILL");
  }
  if (workers.length > 0 || found === "unclear") return false;
  if (found === "zombie" && waited < zombiePatienceMs) return false;
  await refuseIfAnswered(clearing.data, file);
  // PostgreSQL itself sees through the number of a process that is gone, but not these two.
  if (found !== "gone") rmSync(postmasterPath(clearing.data), { force: true });
  return true;
}

function tell({ told }: Clearing, pid: number, name: NodeJS.Signals): void {
  if (told.get(pid) === name) return;
  told.set(pid, name);
  signal(pid, name);
}

function identify({ data, processes }: Clearing, pid: number): Found {
  const entry = processes.find(pid);
  if (entry === null) return "gone";
  if (entry.state === "zombie") return "zombie";
  if (isServer(entry, data)) return "server";
  // A server runs as the owner of its data or not at all.
  if (entry.uid !== null && entry.uid !== statSync(data).uid) return "stranger";
  // A process shows no command line in the moments of its birth and of its death.
  return entry.command === null || entry.command === "" ? "unclear" : "stranger";
}

function isServer(entry: ProcessEntry, data: string): boolean {
  return isPostgres(entry) && `${entry.command} `.includes(`-D ${data} `);
}

function orphanedWorkers({ data, processes }: Clearing, server: number): ProcessEntry[] {
  const title = `postgres: ${clusterName(data)}:`;
  return processes
    .all()
    .filter((entry) => entry.pid !== server && entry.state === "running" && isPostgres(entry))
    .filter((entry) => entry.command?.startsWith(title) || isServer(entry, data));
}

function isPostgres({ name }: ProcessEntry): boolean {
  return name === "postgres" || name === "postgres.exe";
}

// A server in another container on the same files cannot be seen, but it answers at its socket.
async function refuseIfAnswered(data: string, { socketDirectory }: PostmasterFile): Promise<void> {
  if (!socketDirectory?.startsWith("/")) return;
  const answered = await new Promise<boolean>((resolve) => {
    const socket = createConnection(path.join(socketDirectory, ".s.PGSQL.5432"));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
  if (!answered) return;
  throw new EmbeddedUnavailable(
    `A PostgreSQL server that is not a process of this machine runs on ${data}, ` +
      "perhaps in another container. Stop it first, or choose another directory.",
  );
}

function stuck(data: string, { pid }: PostmasterFile): EmbeddedUnavailable {
  return new EmbeddedUnavailable(
    `Process ${pid} may be a PostgreSQL server on ${data} and does not end. Stop it first; ` +
      `if it is something else, delete ${postmasterPath(data)}.`,
  );
}
