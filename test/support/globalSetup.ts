import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import {
  prepareInstallation,
  prepareTrial,
} from "../../src/commands/installation/prepareInstallation.js";
import { connect, type Location } from "../../src/store/database.js";
import { startEmbedded } from "../../src/store/embedded/embedded.js";
import { migrateDatabase } from "../../src/store/migrate.js";
import { FIXED_NOW } from "./clock.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** A database of the test server that new ones can be made from. */
    server: Location;
    template: string;
  }
}

const MINIMUM_TMPFS = 1024 ** 3;

/**
 * One PostgreSQL server for the whole run, migrated once into a template that each test file clones. It is
 * the embedded one, or the one of TEST_DATABASE_URL.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL;
  const embedded = url ? null : await startTestServer();
  const server: Location = url ?? (embedded as NonNullable<typeof embedded>).connection;
  const template = `termgate_template_${process.pid}`;
  const admin = connect(server, { max: 1 });
  await admin.unsafe(`create database ${template}`);
  await migrateDatabase(onDatabase(server, template), async (queries) => {
    await prepareInstallation(queries, FIXED_NOW);
    await prepareTrial(queries, FIXED_NOW);
  });
  await admin.unsafe(`alter database ${template} with is_template true allow_connections false`);
  project.provide("server", server);
  project.provide("template", template);
  return async () => {
    await admin.unsafe(`alter database ${template} with is_template false`);
    await admin.unsafe(`drop database ${template} with (force)`);
    await admin.end();
    await embedded?.stop();
  };
}

async function startTestServer() {
  const directory = mkdtempSync(join(memoryDirectory(), "termgate-test-"));
  const embedded = await startEmbedded({
    directory,
    purpose: "test",
    unsafeFast: true,
    log: () => {},
  });
  return {
    connection: embedded.connection,
    stop: async () => {
      await embedded.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** /dev/shm where it is large enough; containers often give it 64 MB. */
function memoryDirectory(): string {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize >= MINIMUM_TMPFS ? "/dev/shm" : tmpdir();
  } catch {
    return tmpdir();
  }
}

export function onDatabase(server: Location, name: string): Location {
  if (typeof server !== "string") return { ...server, database: name };
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
