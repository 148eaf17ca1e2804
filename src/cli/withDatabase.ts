import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import { openInstallation, reachDatabase } from "./installation.js";

/**
 * Runs a command-line program's work on the configured database, beside a server or without one. Whoever
 * begins an installation from the command line wants no demo content in it.
 */
export async function withDatabase<Outcome>(
  config: Config,
  log: (line: string) => void,
  work: (database: Database) => Promise<Outcome>,
): Promise<Outcome> {
  const { location, embedded } = await reachDatabase(config, "import", log);
  try {
    const database = await openInstallation(location, config, "UNWANTED");
    return await work(database).finally(() => database.close());
  } finally {
    await embedded?.stop();
  }
}
