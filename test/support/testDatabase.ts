import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type Database, type Location, openDatabase } from "../../src/store/database.js";
import { onDatabase } from "./globalSetup.js";

/** A statement as it was sent. */
export interface SentStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

export interface TestDatabase {
  readonly location: Location;
  readonly database: Database;
  /** The statements sent since the last call; not those with which a connection begins. */
  takeSent(): readonly SentStatement[];
  /** Their texts. */
  takeStatements(): readonly string[];
}

/** A database of its own for one test file: migrated, with the catalog and the trial's organizations. */
export function useTestDatabase(): TestDatabase {
  const name = `termgate_test_${randomBytes(6).toString("hex")}`;
  const location = onDatabase(inject("server"), name);
  let sent: SentStatement[] = [];
  const database = openDatabase(location, {
    onStatement: (text, parameters) => {
      if (!text.includes("pg_catalog.pg_type")) sent.push({ text, parameters });
    },
  });
  const takeSent = () => {
    const taken = sent;
    sent = [];
    return taken;
  };
  const admin = connect(inject("server"), { max: 1 });
  beforeAll(async () => {
    await admin.unsafe(`create database ${name} template ${inject("template")}`);
  });
  afterAll(async () => {
    await database.close(1);
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  return {
    location,
    database,
    takeSent,
    takeStatements: () => takeSent().map(({ text }) => text),
  };
}
