import type { DatabaseServer } from "../database/server.js";
import { cpuSeconds } from "./processes.js";

/** What the database server did so far for the clients of one database. */
export interface DatabaseUse {
  /** Seconds of processor time by process of the server; empty where the server is elsewhere. */
  readonly cpu: ReadonlyMap<number, number>;
  /** Statements carried out; null where the server does not count them. */
  readonly statements: number | null;
}

/** Reads what one database is used for; nothing of its own is counted. */
export class DatabaseMeter {
  readonly #server: DatabaseServer;
  readonly #database: string;
  readonly #counts: boolean;

  private constructor(server: DatabaseServer, database: string, counts: boolean) {
    this.#server = server;
    this.#database = database;
    this.#counts = counts;
  }

  static async open(server: DatabaseServer, database: string): Promise<DatabaseMeter> {
    return new DatabaseMeter(server, database, await countsStatements(server));
  }

  async read(): Promise<DatabaseUse> {
    const { admin } = this.#server;
    const backends = await admin<{ pid: number }[]>`
      select pid from pg_stat_activity
      where datname = ${this.#database} and backend_type = 'client backend'`;
    const cpu = new Map<number, number>();
    for (const { pid } of backends) {
      const seconds = this.#server.isHere ? cpuSeconds(pid) : null;
      if (seconds !== null) cpu.set(pid, seconds);
    }
    return { cpu, statements: this.#counts ? await this.#statements() : null };
  }

  /** The place that the log of changes has grown to, in bytes. */
  async logPosition(): Promise<number> {
    const [row] = await this.#server.admin<{ bytes: string }[]>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as bytes`;
    return Number(row?.bytes);
  }

  async #statements(): Promise<number> {
    const [row] = await this.#server.admin<{ calls: string }[]>`
      select coalesce(sum(calls), 0)::text as calls from pg_stat_statements
      where dbid = (select oid from pg_database where datname = ${this.#database})`;
    return Number(row?.calls);
  }
}

async function countsStatements({ admin }: DatabaseServer): Promise<boolean> {
  try {
    await admin`create extension if not exists pg_stat_statements`;
    await admin`select from pg_stat_statements limit 1`;
    return true;
  } catch {
    return false;
  }
}

/** Seconds of processor time between two readings, of the processes that were there at both. */
export function cpuBetween(before: DatabaseUse, after: DatabaseUse): number | null {
  if (after.cpu.size === 0) return null;
  let sum = 0;
  for (const [pid, seconds] of after.cpu) sum += seconds - (before.cpu.get(pid) ?? 0);
  return sum;
}
