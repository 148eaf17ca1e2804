import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";

type Client = ReturnType<typeof postgres>;
type Reserved = Awaited<ReturnType<Client["reserve"]>>;

/** Milliseconds that are waited for connections which others are at work on. */
const PATIENCE = 1000;

/** A pool whose connections can be told the same. */
export interface EveryConnection {
  readonly client: Pick<Client, "options" | "unsafe">;
  /**
   * Has each statement that is sent while `work` goes on carried out once by every connection that is free, so that
   * all of them have it prepared and planned. Whoever else sends statements waits meanwhile.
   */
  onEvery<Outcome>(work: () => Promise<Outcome>): Promise<Outcome>;
}

/** @param count how many connections the pool has */
export function everyConnection(client: Client, count: number): EveryConnection {
  let held: readonly Reserved[] = [];
  let told = new Set<string>();
  let underWay: Promise<unknown>[] = [];
  return {
    client: {
      options: client.options,
      unsafe: (statement, parameters, more) => {
        const [first, ...others] = held;
        if (first && !told.has(statement)) {
          told.add(statement);
          // What fails, fails for the one that somebody waits for as well.
          underWay.push(
            ...others.map((one) => one.unsafe(statement, parameters, more).catch(() => null)),
          );
        }
        return (first ?? client).unsafe(statement, parameters, more);
      },
    },
    onEvery: async (work) => {
      const found = await Promise.all(Array.from({ length: count }, () => reserved(client)));
      const free = found.filter((one) => one !== null);
      held = free;
      try {
        return await work();
      } finally {
        held = [];
        await Promise.all(underWay);
        [underWay, told] = [[], new Set()];
        for (const one of free) one.release();
      }
    },
  };
}

/** A connection of one's own; null where none becomes free. */
async function reserved(client: Client): Promise<Reserved | null> {
  const coming = client.reserve().catch(() => null);
  const late = Symbol();
  const found = await Promise.race([coming, sleep(PATIENCE, late, { ref: false })]);
  if (found !== late) return found as Reserved | null;
  void coming.then((one) => one?.release());
  return null;
}
