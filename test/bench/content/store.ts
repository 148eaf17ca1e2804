import { buildPeerTables } from "../contestants/postgraphile/build.js";
import {
  createDatabase,
  type DatabaseServer,
  dropDatabase,
  hasDatabase,
} from "../database/server.js";
import { loadCollections } from "./collections.js";
import { contentDigest } from "./digest.js";
import { loadContent, loadEditedCrosswalks } from "./load.js";
import type { Scale } from "./scale.js";

const PREFIX = "bench_";
const HALF_DONE = "_loading";

type Tell = (line: string) => void;

/** Names of the databases that hold the content of a scale. */
export interface ContentDatabases {
  /** What is read. */
  readonly content: string;
  /** The same with the crosswalks that edits are measured on; never edited itself, only copied. */
  readonly edited: string;
}

export function namesOf(scale: Scale): ContentDatabases {
  const content = `${PREFIX}${scale.name}_${contentDigest(scale)}`;
  return { content, edited: `${content}_edits` };
}

/**
 * Finds the loaded content, or loads it: several minutes, once for as long as generator, migrations
 * and the peer's tables stay as they are. Content of other generators is dropped.
 */
export async function openContent(
  server: DatabaseServer,
  scale: Scale,
  { fresh, edits, tell }: { readonly fresh: boolean; readonly edits: boolean; readonly tell: Tell },
): Promise<ContentDatabases> {
  const names = namesOf(scale);
  await dropOthers(server, scale, fresh ? [] : Object.values(names));
  if (!(await hasDatabase(server, names.content))) {
    tell(`Loading the ${scale.name} content; it is kept for later runs …`);
    await made(server, names.content, "template0", async (loading) => {
      await loadContent(server.location(loading), scale, tell);
      await loadCollections(server, loading, scale);
      tell("collections are in");
      await buildPeerTables(server.location(loading));
    });
    tell("the peer's tables are filled");
  }
  if (edits && !(await hasDatabase(server, names.edited))) {
    tell("Loading the crosswalks that are edited …");
    await made(server, names.edited, names.content, async (loading) => {
      await loadEditedCrosswalks(server.location(loading), scale);
      await buildPeerTables(server.location(loading));
    });
  }
  return names;
}

/** What is half loaded never gets the name of what is complete. */
async function made(
  server: DatabaseServer,
  name: string,
  template: string,
  fill: (loading: string) => Promise<void>,
): Promise<void> {
  const loading = `${name}${HALF_DONE}`;
  await createDatabase(server, loading, template);
  await fill(loading);
  await server.admin.unsafe(`alter database "${loading}" rename to "${name}"`);
  // What follows is measured: nothing of the loading is to be written out meanwhile.
  await server.admin`checkpoint`;
}

async function dropOthers(server: DatabaseServer, scale: Scale, kept: string[]): Promise<void> {
  const rows = await server.admin<{ name: string }[]>`select datname as name from pg_database
    where starts_with(datname, ${`${PREFIX}${scale.name}_`})`;
  for (const { name } of rows) if (!kept.includes(name)) await dropDatabase(server, name);
}
