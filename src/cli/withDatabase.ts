import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import { decideDemo } from "./demo/decideDemo.js";
import { openInstallation, reachDatabase } from "./installation.js";

/**
 * Runs a command-line program's work on the configured database, beside a server or without one. Whoever
 * begins an installation from the command line wants no demo content in it; what was refused begins nothing.
 */
export async function withDatabase<Outcome>(
  config: Config,
  log: (line: string) => void,
  work: (database: Database) => Promise<Outcome>,
  isDone: (outcome: Outcome) => boolean,
): Promise<Outcome> {
  const { location, embedded } = await reachDatabase(config, "import", log);
  try {
    const database = await openInstallation(location, config, "UNDECIDED");
    try {
      const outcome = await work(database);
      if (isDone(outcome)) await decideDemo(database, "UNWANTED");
      return outcome;
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
