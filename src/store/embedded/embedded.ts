import { DataDirectoryInUse, EmbeddedUnavailable, type Holder } from "./errors.js";
import { thisMachine } from "./machine.js";
import { findOn, startOn } from "./start.js";

export { DataDirectoryInUse, EmbeddedUnavailable };

/** What a process opened the database for; told to others who find it in use. */
export type InstancePurpose = "server" | "import" | "test";

/** Options for postgres.js. On Unix `host` is the directory of the socket. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Set where the server listens on TCP, which other users of the machine could reach. */
  readonly password?: string;
}

/** A PostgreSQL server that runs as a child of this process, and never outlives it. */
export interface EmbeddedDatabase {
  readonly connection: EmbeddedConnection;
  /** Where the data really lies, absolute. */
  readonly dataDirectory: string;
  /**
   * Shuts the server down cleanly and releases the directory. Open transactions are rolled back,
   * so end the work of clients first. May be called more than once.
   */
  stop(): Promise<void>;
  /** Resolves with the tail of the log if the server ends unasked and cannot be restarted. */
  readonly exited: Promise<string>;
}

/** How to start an embedded database. */
export interface EmbeddedOptions {
  /** Where the data shall lie; relative to the working directory, made when missing. */
  readonly directory: string;
  readonly purpose: InstancePurpose;
  /** Takes what an operator should read; a line may carry the tail of the server's log. */
  readonly log: (line: string) => void;
  /** Further settings of the server, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For tests: faster, but a crash of the machine may break the data. */
  readonly unsafeFast?: boolean;
}

/**
 * Starts PostgreSQL on the data of a directory, which is created at the first start, and waits
 * until it answers. After a crash that includes the recovery, however long that takes.
 *
 * The server ends when this process ends, also by kill -9. No signal is handled here: stop HTTP
 * and the clients first, then call `stop`.
 *
 * As root the server runs as the user `postgres` or `nobody`; when that user cannot enter the
 * directory the data lies in a place of the system instead, always the same one.
 * @throws DataDirectoryInUse when a living process has the directory open.
 * @throws EmbeddedUnavailable when no server can be run; the message says what to do.
 */
export function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  return startOn(thisMachine(), options);
}

/**
 * The process that has the database of a directory open, for a program that wants to work beside
 * it; null when there is none. `connection` is null while that process is still starting.
 * @throws EmbeddedUnavailable when the data of the directory is out of reach for this user.
 */
export async function findRunning(directory: string): Promise<Holder | null> {
  return findOn(thisMachine(), directory);
}
