import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { EmbeddedConnection } from "./embedded.js";
import { EmbeddedUnavailable } from "./errors.js";
import { type PostmasterFile, readPostmasterFile } from "./postmasterFile.js";

/** A server that was just launched. */
export interface Launched {
  readonly data: string;
  readonly connection: EmbeddedConnection;
  /** Undefined when the program could not be started. */
  readonly pid: number | undefined;
  /** The fingerprint of the `postmaster.pid` that was there before; undefined for none. */
  readonly before: string | undefined;
  /** Resolves with the tail of the log. */
  readonly ended: Promise<string>;
  readonly hasEnded: () => boolean;
  readonly log: (line: string) => void;
}

const pollMs = 5;
const reportMs = 3_000;
const answerMs = 30_000;

/**
 * Waits until the server answers a query: without a limit while it lives, because a recovery may
 * take long.
 * @throws EmbeddedUnavailable when it ends, or says that it is ready but does not answer.
 */
export async function waitUntilReady(launched: Launched): Promise<void> {
  const begun = performance.now();
  let reported = begun;
  while (!isReady(readPostmasterFile(launched.data), launched)) {
    await refuseIfEnded(launched);
    if (performance.now() - reported >= reportMs) {
      reported = performance.now();
      const seconds = Math.round((reported - begun) / 1000);
      launched.log(`PostgreSQL is starting since ${seconds} s, perhaps recovering from a crash`);
    }
    await sleep(pollMs);
  }
  await waitForAnswer(launched);
}

/**
 * Whether `postmaster.pid` says that this very server is ready. The file of a server that was
 * killed says so as well, and in a container even its process number may come again.
 */
export function isReady(
  file: PostmasterFile | null,
  { pid, before }: Pick<Launched, "pid" | "before">,
): boolean {
  return file?.ready === true && file.pid === pid && file.fingerprint !== before;
}

async function waitForAnswer(launched: Launched): Promise<void> {
  const deadline = performance.now() + answerMs;
  for (;;) {
    const problem = await query(launched.connection);
    if (problem === null) return;
    await refuseIfEnded(launched);
    if (performance.now() > deadline) {
      throw new EmbeddedUnavailable(`PostgreSQL on ${launched.data} does not answer: ${problem}`);
    }
    await sleep(pollMs);
  }
}

async function refuseIfEnded({ data, ended, hasEnded }: Launched): Promise<void> {
  if (!hasEnded()) return;
  const tail = await ended;
  throw new EmbeddedUnavailable(`PostgreSQL on ${data} ended while it was starting:\n${tail}`);
}

async function query(connection: EmbeddedConnection): Promise<string | null> {
  const sql = postgres({
    ...connection,
    max: 1,
    ssl: false,
    fetch_types: false,
    connect_timeout: 5,
    onnotice: () => {},
  });
  try {
    await sql`select 1`;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await sql.end({ timeout: 0 });
  }
}
