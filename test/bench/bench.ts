import type { ContentDatabases } from "./content/store.js";
import type { Contestant } from "./contestants/contestant.js";
import { startFloor } from "./contestants/floor/start.js";
import { startPostGraphile } from "./contestants/postgraphile/start.js";
import { makeClient, startTermgate, usualVariant } from "./contestants/termgate.js";
import type { DatabaseServer } from "./database/server.js";
import type { Options } from "./options.js";

/** What everything that is measured has at hand. */
export interface Bench {
  readonly options: Options;
  readonly server: DatabaseServer;
  readonly databases: ContentDatabases;
  readonly tell: (line: string) => void;
}

/** Starts everybody who takes part on one database, one after the other. */
export async function startContestants(
  { options, server }: Pick<Bench, "options" | "server">,
  database: string,
): Promise<Contestant[]> {
  const client = await makeClient(server, database);
  const contestants: Contestant[] = [];
  try {
    for (const variant of [usualVariant, ...options.variants]) {
      contestants.push(await startTermgate(variant, { server, database, client }));
    }
    contestants.push(await startPostGraphile(server, database));
    contestants.push(await startFloor(server, database));
    return contestants;
  } catch (error) {
    await stopAll(contestants);
    throw error;
  }
}

export async function stopAll(contestants: readonly Contestant[]): Promise<void> {
  await Promise.all(contestants.map((contestant) => contestant.stop()));
}
