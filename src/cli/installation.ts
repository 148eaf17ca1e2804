import { prepareInstallation, prepareTrial } from "../commands/installation/prepareInstallation.js";
import type { Config } from "../server/config.js";
import { type Database, type Location, openDatabase } from "../store/database.js";
import {
  DataDirectoryInUse,
  type EmbeddedDatabase,
  findRunning,
  type InstancePurpose,
  startEmbedded,
} from "../store/embedded/embedded.js";
import { migrateDatabase } from "../store/migrate.js";
import { type DemoWish, decideDemo } from "./demo/decideDemo.js";

type Settings = Pick<Config, "databaseUrl" | "dataDirectory" | "trial">;

/** A PostgreSQL server that answers; what is in it is not known yet. */
export interface ReachedDatabase {
  readonly location: Location;
  /** Set where this process runs it. */
  readonly embedded: EmbeddedDatabase | null;
}

/**
 * Starts the embedded database, or finds the configured one. A command-line program works beside a server
 * that runs on the same data directory.
 * @throws DataDirectoryInUse, EmbeddedUnavailable with a message for the operator
 */
export async function reachDatabase(
  { databaseUrl, dataDirectory }: Settings,
  purpose: InstancePurpose,
  log: (line: string) => void,
): Promise<ReachedDatabase> {
  if (databaseUrl !== null) return { location: databaseUrl, embedded: null };
  try {
    const embedded = await startEmbedded({ directory: dataDirectory, purpose, log });
    return { location: embedded.connection, embedded };
  } catch (error) {
    const inUse = error instanceof DataDirectoryInUse && purpose !== "server";
    const running = inUse ? await findRunning(dataDirectory) : null;
    if (running?.purpose !== "server" || running.connection === null) throw error;
    return { location: running.connection, embedded: null };
  }
}

/**
 * Brings the database up to date: tables, catalog, in the trial its organizations, and the demo content if
 * it is wanted and nothing was decided before. Whoever else starts meanwhile waits for it.
 * @throws DatabaseUnusable with a message for the operator
 */
export async function openInstallation(
  location: Location,
  { trial }: Settings,
  demo: DemoWish,
): Promise<Database> {
  const database = openDatabase(location);
  try {
    await migrateDatabase(location, async (queries) => {
      const now = new Date();
      await prepareInstallation(queries, now);
      if (trial) await prepareTrial(queries, now);
      await decideDemo(database, demo);
    });
    return database;
  } catch (error) {
    await database.close(0);
    throw error;
  }
}
