import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type Database, type Location, openDatabase } from "../../src/store/database.js";
import { onDatabase } from "./globalSetup.js";

export interface TestDatabase {
  readonly location: Location;
  readonly database: Database;
  /** The texts of the statements sent since the last call. */
  takeStatements(): readonly string[];
}

/** A database of its own for one test file: migrated, with the catalog and the trial's organizations. */
export function useTestDatabase(): TestDatabase {
  const name = `termgate_test_${randomBytes(6).toString("hex")}`;
  const location = onDatabase(inject("server"), name);
  let statements: string[] = [];
  const database = openDatabase(location, {
    onStatement: (statement) => statements.push(statement),
  });
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
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
  };
}
