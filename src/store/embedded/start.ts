import { existsSync } from "node:fs";
import path from "node:path";
import { chooseBinaries } from "./binaries.js";
import { createCluster } from "./cluster.js";
import type { EmbeddedDatabase, EmbeddedOptions } from "./embedded.js";
import { openEndpoint, removeTemporary } from "./endpoint.js";
import { DataDirectoryInUse, explainRefusal, type Holder } from "./errors.js";
import { acquireLock, type InstanceLock, readHolder } from "./lock.js";
import type { LockRecord } from "./lockFiles.js";
import type { Machine } from "./machine.js";
import { createPlace, findPlace, type Place } from "./place.js";
import { type ServerPlan, startServer } from "./server.js";
import { Supervisor } from "./supervisor.js";

// For databases that are thrown away: a crash of the machine may lose or break everything.
const unsafeSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
};

/** Starts the database of a directory on a machine. See `startEmbedded` for the promises made. */
export async function startOn(
  machine: Machine,
  options: EmbeddedOptions,
): Promise<EmbeddedDatabase> {
  try {
    const place = findPlace(machine, options.directory);
    createPlace(place);
    const attempt = acquireLock(place.root, options.purpose, machine.processes);
    if (!attempt.ok) throw new DataDirectoryInUse(place.requested, toHolder(attempt.holder));
    try {
      return await startLocked(machine, options, place, attempt.lock);
    } catch (error) {
      attempt.lock.release();
      throw error;
    }
  } catch (error) {
    throw explainRefusal(error, path.resolve(options.directory));
  }
}

/** The process that has the database of a directory open; null when none has. Changes nothing. */
export function findOn(machine: Machine, directory: string): Holder | null {
  try {
    const record = readHolder(findPlace(machine, directory).root, machine.processes);
    return record === null ? null : toHolder(record);
  } catch (error) {
    throw explainRefusal(error, path.resolve(directory));
  }
}

async function startLocked(
  machine: Machine,
  options: EmbeddedOptions,
  place: Place,
  lock: InstanceLock,
): Promise<EmbeddedDatabase> {
  const { log, settings = {}, unsafeFast = false } = options;
  const binaries = await chooseBinaries(machine, place, log);
  const data = path.join(place.root, `pg${binaries.major}`);
  if (place.root !== place.requested) {
    log(
      `the data of ${place.requested} lies in ${data}, where ${place.account?.name} can reach it`,
    );
  }
  if (!existsSync(data)) await createCluster(machine, place, binaries, data, unsafeFast);
  const endpoint = await openEndpoint(machine, place, data);
  const all = { ...(unsafeFast ? unsafeSettings : {}), ...settings };
  const plan = { machine, place, binaries, data, endpoint, settings: all, log };
  return launch(plan, lock);
}

async function launch(plan: ServerPlan, lock: InstanceLock): Promise<EmbeddedDatabase> {
  const { endpoint, data, log } = plan;
  const start = () => startServer(plan);
  const release = () => {
    endpoint.remove();
    lock.release();
  };
  const server = await start().catch((error: unknown) => {
    endpoint.remove();
    throw error;
  });
  const supervisor = new Supervisor(server, { start, log, release });
  try {
    lock.publish(endpoint.connection);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  if (lock.previous?.connection) removeTemporary(lock.previous.connection.host);
  const stop = () => supervisor.stop();
  const { exited } = supervisor;
  return { connection: endpoint.connection, dataDirectory: data, stop, exited };
}

function toHolder({ pid, purpose, connection }: LockRecord): Holder {
  return { pid, purpose, connection };
}
