import type { Database, Transaction } from "./database.js";

/** The database with a transaction that is open: what is written goes into it, and stands or falls with it. */
export function within(database: Database, transaction: Transaction): Database {
  return { ...database, write: (work) => work(transaction) };
}
