import { fileURLToPath } from "node:url";
import { connect, type Location } from "../../../src/store/database.js";
import { startEmbedded } from "../../../src/store/embedded/embedded.js";

/** The one PostgreSQL server that all contestants of a run work on. */
export interface DatabaseServer {
  /** Whether its processes are on this machine, where their use of the processor shows. */
  readonly isHere: boolean;
  /** Where one of its databases is, as the product's own functions take it. */
  location(database: string): Location;
  /** The same for a program that is told by its environment: `DATABASE_URL` and what it needs. */
  environment(database: string): Readonly<Record<string, string>>;
  /** The same as a URL for node-postgres. */
  url(database: string): string;
  /** A client on the server's own database, for what is done to databases. */
  readonly admin: ReturnType<typeof connect>;
  stop(): Promise<void>;
}

const DATA = fileURLToPath(new URL("../.termgate/", import.meta.url));

/** Counts statements; everything else is as the product sets it. */
const SETTINGS = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.max": "10000",
};

/**
 * Starts the product's embedded PostgreSQL on a directory of the benchmark's own, or takes the
 * server of BENCH_DATABASE_URL, whose user must be allowed to make databases.
 */
export async function openServer(log: (line: string) => void): Promise<DatabaseServer> {
  const given = process.env.BENCH_DATABASE_URL;
  return given ? givenServer(given) : await embeddedServer(log);
}

function givenServer(given: string): DatabaseServer {
  const at = (database: string) => {
    const url = new URL(given);
    url.pathname = `/${database}`;
    return url.href;
  };
  const admin = connect(given, { max: 1 });
  return {
    isHere: false,
    location: at,
    environment: (database) => ({ DATABASE_URL: at(database) }),
    url: at,
    admin,
    stop: () => admin.end({ timeout: 5 }),
  };
}

async function embeddedServer(log: (line: string) => void): Promise<DatabaseServer> {
  const embedded = await startEmbedded({
    directory: DATA,
    purpose: "test",
    log,
    settings: SETTINGS,
  });
  const { host, port, user, password } = embedded.connection;
  const login = password === undefined ? user : `${user}:${password}`;
  const isSocket = host.startsWith("/");
  const admin = connect(embedded.connection, { max: 1 });
  return {
    isHere: true,
    location: (database) => ({ ...embedded.connection, database }),
    // A URL can't name a socket for postgres.js, but the usual variables can.
    environment: (database) =>
      isSocket
        ? {
            DATABASE_URL: `postgres:///${database}`,
            PGHOST: host,
            PGPORT: String(port),
            PGUSER: user,
          }
        : { DATABASE_URL: `postgres://${login}@${host}:${port}/${database}` },
    url: (database) =>
      `postgres://${login}@${isSocket ? encodeURIComponent(host) : host}:${port}/${database}`,
    admin,
    stop: async () => {
      await admin.end({ timeout: 5 });
      await embedded.stop();
    },
  };
}

/** Whether the server has a database. */
export async function hasDatabase({ admin }: DatabaseServer, name: string): Promise<boolean> {
  const rows = await admin`select from pg_database where datname = ${name}`;
  return rows.length > 0;
}

/** Makes a database, empty or as a copy of another one to which nobody is connected. */
export async function createDatabase(
  { admin }: DatabaseServer,
  name: string,
  template = "template0",
): Promise<void> {
  // A copy of the files: by the log it would take as long as loading.
  const strategy = template === "template0" ? "" : " strategy file_copy";
  await admin.unsafe(`create database "${name}" template "${template}"${strategy}`);
}

export async function dropDatabase({ admin }: DatabaseServer, name: string): Promise<void> {
  await admin.unsafe(`drop database if exists "${name}" with (force)`);
}

/** Works on a copy of a database to which nobody is connected; the copy is thrown away. */
export async function withCopy<Outcome>(
  server: DatabaseServer,
  template: string,
  work: (copy: string) => Promise<Outcome>,
): Promise<Outcome> {
  const copy = `${template}_run`;
  await dropDatabase(server, copy);
  await createDatabase(server, copy, template);
  await server.admin`checkpoint`;
  return await work(copy).finally(() => dropDatabase(server, copy));
}
