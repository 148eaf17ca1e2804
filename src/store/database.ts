import type { Writable } from "node:stream";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type TransactionSql } from "postgres";
import { type EveryConnection, everyConnection } from "./everyConnection.js";
import { type AskSnapshot, SNAPSHOT, sharedSnapshots } from "./snapshots.js";

/** Drizzle over one connection or a pool of them. */
export type Queries = PostgresJsDatabase<Record<string, never>>;

/** A write: all statements on one connection, all of them or none. */
export interface Transaction {
  readonly queries: Queries;
  /** A stream into `copy … from stdin`, in PostgreSQL's text format. */
  copyFrom(statement: string): Promise<Writable>;
  /**
   * Tells all who listen on a channel, once the transaction has ended well: those of this process before
   * `write` answers, those of others as soon as the database gets round to it.
   */
  notify(channel: string, payload: string): Promise<void>;
}

/** What came over a channel; null when listening begins: what was notified before is not known. */
export type OnNotification = (payload: string | null) => void;

/** The database as the rest of the store sees it. */
export interface Database {
  /** For reading. Plans are generic and kept; prepare the hot statements by name. */
  readonly reads: Queries;
  /** Has every connection for reading carry out once what `work` reads, so that all have planned it. */
  readonly onEveryConnection: EveryConnection["onEvery"];
  /** Runs `work` in one READ COMMITTED transaction; whatever it throws rolls everything back. */
  write<Outcome>(work: (transaction: Transaction) => Promise<Outcome>): Promise<Outcome>;
  /**
   * The rows of one read, so many at a time and no faster than they are taken: for more than memory should
   * hold. They are as they were when the first was asked for.
   */
  batches<Row extends object>(
    statement: string,
    parameters: readonly number[],
    size: number,
  ): AsyncIterable<readonly Row[]>;
  /** Says which state of the database a read sees that begins now. */
  readonly snapshot: AskSnapshot;
  /**
   * Calls `onChange` at every notification on a channel, at times twice, and whenever listening begins, at
   * first and after the connection was lost: what was notified in between is not delivered. Ends when the
   * database closes.
   */
  listen(channel: string, onChange: OnNotification): Promise<void>;
  /** Waits for running statements up to `seconds`, then cuts them off. */
  close(seconds?: number): Promise<void>;
}

/** Where the database is: a URL, or the options of the embedded one. */
export type Location =
  | string
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
      readonly password?: string;
    };

export interface DatabaseOptions {
  readonly readConnections?: number;
  readonly writeConnections?: number;
  /** Called with the text and the parameters of every statement that is sent. */
  readonly onStatement?: (statement: string, parameters: readonly unknown[]) => void;
}

type Client = ReturnType<typeof postgres>;
type ClientOptions = NonNullable<Parameters<typeof postgres>[1]>;

/** A postgres.js client; nothing connects before the first statement. Notices are not printed. */
export function connect(location: Location, options: ClientOptions): Client {
  const all = { onnotice: () => {}, connect_timeout: 10, ...options };
  return typeof location === "string" ? postgres(location, all) : postgres({ ...location, ...all });
}

// Texts throughout: the driver leaves a setting out that is false.
const everywhere = { application_name: "termgate", jit: "off" };
/** Reads are few and hot: planned once, by an index, also while their tables are still empty. */
const forReading = {
  ...everywhere,
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
};
/** Writes take from one row to all rows of a release: planned for what they are given. */
const forWriting = { ...everywhere, plan_cache_mode: "force_custom_plan" };

export function openDatabase(location: Location, options: DatabaseOptions = {}): Database {
  const debug = options.onStatement
    ? {
        debug: (_: number, statement: string, parameters: unknown[]) =>
          options.onStatement?.(statement, parameters),
      }
    : {};
  const readConnections = options.readConnections ?? 8;
  const readClient = connect(location, {
    ...debug,
    max: readConnections,
    connection: forReading,
  });
  const writeClient = connect(location, {
    ...debug,
    max: options.writeConnections ?? 4,
    connection: forWriting,
  });
  // One connection of its own, so that the states come in their order and wait for no slow read.
  const snapshotClient = connect(location, { max: 1, connection: everywhere });
  const listeners: { readonly channel: string; readonly onChange: OnNotification }[] = [];
  const tell = ({ channel, payload }: Notification) => {
    const told = listeners.filter((listener) => listener.channel === channel);
    for (const { onChange } of told) onChange(payload);
  };
  // Drizzle changes how its client parses and sends dates and JSON; transactions must do the same.
  drizzle(writeClient);
  const { client, onEvery } = everyConnection(readClient, readConnections);
  return {
    reads: drizzle(preparing(client)),
    onEveryConnection: onEvery,
    write: async (work) => {
      const notifications: Notification[] = [];
      const outcome = await writeClient.begin((client) =>
        work(transactionOver(client, notifications)),
      );
      notifications.forEach(tell);
      return outcome as Awaited<ReturnType<typeof work>>;
    },
    batches: <Row extends object>(statement: string, parameters: readonly number[], size: number) =>
      readClient.unsafe<Row[]>(statement, [...parameters], { prepare: true }).cursor(size),
    snapshot: sharedSnapshots(async () => {
      const [row] = await snapshotClient.unsafe<{ snapshot: string }[]>(SNAPSHOT, [], {
        prepare: true,
      });
      if (!row) throw new Error("The database did not say what it holds");
      return row.snapshot;
    }),
    listen: async (channel, onChange) => {
      listeners.push({ channel, onChange });
      await readClient.listen(channel, onChange, () => onChange(null));
    },
    close: async (seconds = 5) => {
      await Promise.all([
        readClient.end({ timeout: seconds }),
        snapshotClient.end({ timeout: seconds }),
        writeClient.end({ timeout: seconds }),
      ]);
    },
  };
}

interface Notification {
  readonly channel: string;
  readonly payload: string;
}

function transactionOver(client: TransactionSql, notifications: Notification[]): Transaction {
  return {
    queries: drizzle(preparing(client as unknown as Client)),
    copyFrom: (statement) => client.unsafe(statement).writable(),
    notify: async (channel, payload) => {
      await client`select pg_notify(${channel}, ${payload})`;
      notifications.push({ channel, payload });
    },
  };
}

/**
 * The client as Drizzle needs it, but with every statement prepared: unprepared ones cost two round trips
 * and a plan each time.
 */
function preparing(client: Pick<Client, "options" | "unsafe">): Client {
  const options = client.options ?? { parsers: {}, serializers: {} };
  const unsafe: Client["unsafe"] = (statement, parameters, more) =>
    client.unsafe(statement, parameters, { ...more, prepare: true });
  return { options, unsafe } as unknown as Client;
}
