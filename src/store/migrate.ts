import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect, type Location, type Queries } from "./database.js";

const MIGRATIONS = fileURLToPath(new URL("../../drizzle", import.meta.url));
/** Any number will do, as long as every Termgate takes the same. */
const LOCK = 7_384_920_116;
const OLDEST_SERVER = 140_000;
/** Milliseconds until a server must have answered; a little more than a connection may take. */
const PATIENCE = 11_000;

/** The database can't be used as it is; the message says what to change. */
export class DatabaseUnusable extends Error {
  override readonly name = "DatabaseUnusable";
}

/**
 * Brings the database's tables up to date and then runs `settle`, both under one lock: of several servers
 * that start at once on an empty database one does the work, the others wait and find it done.
 * @throws DatabaseUnusable when it can't be reached, refuses us, or is older than PostgreSQL 14
 */
export async function migrateDatabase(
  location: Location,
  settle: (queries: Queries) => Promise<void> = async () => {},
): Promise<void> {
  const client = connect(location, { max: 1 });
  try {
    await refuseOldServer(client);
    await client`select pg_advisory_lock(${LOCK}::bigint)`;
    const queries: Queries = drizzle(client);
    await migrate(queries, { migrationsFolder: MIGRATIONS });
    await settle(queries);
  } catch (error) {
    throw explained(error, location);
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function refuseOldServer(client: ReturnType<typeof connect>): Promise<void> {
  const question = client<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number,
      current_setting('server_version') as name`;
  const [server] = await inTime(question);
  if ((server?.number ?? 0) >= OLDEST_SERVER) return;
  throw new DatabaseUnusable(
    `The database runs PostgreSQL ${server?.name}; version 14 or newer is needed`,
  );
}

/** The client connects again and again where something answers that is not PostgreSQL. */
async function inTime<Answer>(question: PromiseLike<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotPostgres()), PATIENCE);
  });
  try {
    return await Promise.race([question, late]);
  } finally {
    clearTimeout(timer);
  }
}

class NotPostgres extends Error {
  readonly code = "NOT_POSTGRES";
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name can't be resolved",
  ENOENT: "there is no such socket",
  CONNECT_TIMEOUT: "it does not answer",
  NOT_POSTGRES: "what listens there does not answer as PostgreSQL does",
  CONNECTION_CLOSED: "it closed the connection",
  ECONNRESET: "it closed the connection; it may not be PostgreSQL",
  "28P01": "the password is wrong",
  "28000": "the user may not connect",
  "3D000": "there is no such database",
  "42501": "the user may not create tables",
};

function explained(error: unknown, location: Location): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = REASONS[code];
  if (reason === undefined) return error;
  return new DatabaseUnusable(`The database at ${placeOf(location)} can't be used: ${reason}`);
}

/** Host, port and database name; never the password. */
function placeOf(location: Location): string {
  if (typeof location !== "string") return `${location.host}/${location.database}`;
  const url = URL.canParse(location) ? new URL(location) : null;
  return url ? `${url.hostname}:${url.port || "5432"}${url.pathname}` : "DATABASE_URL";
}
