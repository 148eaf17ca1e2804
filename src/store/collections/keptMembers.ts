import { createHash } from "node:crypto";
import { desc, inArray, sql } from "drizzle-orm";
import type { Database, Queries } from "../database.js";
import { deflated, inflated } from "../deflated.js";
import { gatheringQueries } from "./gathered.js";
import { type MemberPacking, memberPackings } from "./packedMembers.js";
import type { MemberState } from "./pins.js";
import { gatheredMembers } from "./tables.js";

/** What is kept. */
export interface KeptLimits {
  /** Fewer members are worked out anew sooner than they are worth a row. */
  readonly fewest: number;
  /** Bytes of the members of one version, and of all. */
  readonly bytesOfOne: number;
  readonly bytes: number;
  readonly rows: number;
}

const usualLimits: KeptLimits = {
  ...{ fewest: 100, rows: 5000 },
  ...{ bytesOfOne: 64 * 1024 * 1024, bytes: 512 * 1024 * 1024 },
};

/** To be raised with every change of what a state comes to, or of how it is packed, that the statements don't show. */
const MEANING = 2;
/** Milliseconds after which nobody is expected to ask any more for what was read back. */
const EXPECTED = 10 * 60_000;

/** What is known of who the members of collections are, from before this server. */
export interface KeptMembers {
  /** The members of each state, undefined where they are not kept. */
  find<Members>(
    packing: MemberPacking<Members>,
    states: readonly MemberState[],
  ): Promise<readonly (Members | undefined)[]>;
  /** Keeps members in the background where they are those of a named version. Failing to do so harms nobody. */
  keep<Members>(packing: MemberPacking<Members>, state: MemberState, members: Members): void;
  /**
   * Has the members that were needed last at hand, for whoever asks first.
   * @param most how many bytes of them
   * @param milliseconds that are waited for it; what is not there then comes by and by
   */
  readBack(most: number, milliseconds: number): Promise<void>;
  /** Resolves when all is kept that was to be. */
  settled(): Promise<void>;
}

/**
 * Keeps the members of named versions in the database, for the next server. Several servers may do so at once:
 * a row says of a state what any of them would work out, or has another key.
 */
export function keptMembersIn(
  { reads, write }: Pick<Database, "reads" | "write">,
  limits: KeptLimits = usualLimits,
): KeptMembers {
  const made = digest([MEANING, gatheringQueries(reads).text]);
  const keyOf = ({ kind }: { readonly kind: string }, state: MemberState) => {
    const { containerId, revision, pins } = state;
    return digest([made, kind, containerId, revision, pins]);
  };
  const found = reads
    .select({
      ...{ key: gatheredMembers.key, members: gatheredMembers.members, size: gatheredMembers.size },
    })
    .from(gatheredMembers)
    .where(sql`${gatheredMembers.key} = any(${sql.placeholder("keys")}::text[])`)
    .prepare("gathered_members");
  const atHand = new Map<string, unknown>();
  let background: Promise<unknown> = Promise.resolve();
  const inBackground = (work: () => Promise<unknown>) => {
    background = background.then(work).catch(() => {});
  };
  const readAll = async (rows: Awaited<ReturnType<typeof usedLast>>) => {
    for (const { key, kind } of rows) {
      const [row] = await found.execute({ keys: [key] });
      const opened = row && (await openedBy<unknown>(memberPackings[kind], row));
      if (opened) atHand.set(key, opened);
    }
  };
  return {
    find: async <Members>(packing: MemberPacking<Members>, states: readonly MemberState[]) => {
      const keys = states.map((state) => (isWhole(state) ? keyOf(packing, state) : ""));
      const members = new Map<string, Members>();
      for (const key of keys) {
        // Its key says what it is.
        if (atHand.has(key)) members.set(key, atHand.get(key) as Members);
        atHand.delete(key);
      }
      const missing = keys.filter((key) => key !== "" && !members.has(key));
      const rows = missing.length === 0 ? [] : await found.execute({ keys: missing });
      for (const row of rows) {
        const opened = await openedBy(packing, row);
        if (opened) members.set(row.key, opened);
      }
      if (members.size > 0)
        inBackground(() => write((to) => used(to.queries, [...members.keys()])));
      return keys.map((key) => members.get(key));
    },
    keep: (packing, state, members) => {
      if (packing.count(members) < limits.fewest || !isWhole(state)) return;
      inBackground(async () => {
        if (!(await isNamed(reads, state))) return;
        const whole = packing.pack(members);
        if (whole.length > limits.bytesOfOne) return;
        // There is less to take from the database then.
        const bytes = await deflated(whole);
        const row = { key: keyOf(packing, state), kind: packing.kind, size: whole.length };
        await write(async ({ queries }) => {
          await keepRow(queries, state, { ...row, members: bytes });
          await forgetOldest(queries, limits);
        });
      });
    },
    readBack: async (most, milliseconds) => {
      const reading = readAll(await usedLast(reads, most)).catch(() => {});
      setTimeout(() => atHand.clear(), EXPECTED).unref();
      await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
    },
    settled: async () => {
      await background;
    },
  };
}

/** Null where they can't be read: then they are worked out. */
async function openedBy<Members>(
  { unpack }: MemberPacking<Members>,
  { members, size }: { readonly members: Buffer; readonly size: number },
): Promise<Members | null> {
  try {
    return unpack(await inflated(members, size));
  } catch {
    return null;
  }
}

/** Whether a state is all of a collection. */
function isWhole({ reference, narrowing }: MemberState): boolean {
  return reference === undefined && narrowing === undefined;
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

/** The rows that were needed last, altogether of so many bytes. */
async function usedLast(reads: Queries, most: number) {
  const rows = await reads
    .select({
      ...{ key: gatheredMembers.key, kind: gatheredMembers.kind, size: gatheredMembers.size },
    })
    .from(gatheredMembers)
    .orderBy(desc(gatheredMembers.usedAt), gatheredMembers.key);
  let bytes = 0;
  return rows.filter(({ size }) => {
    bytes += size;
    return bytes <= most;
  });
}

/** Whether a state's revision is that of a version with a name: HEAD is another with every edit. */
async function isNamed(reads: Queries, { containerId, revision }: MemberState): Promise<boolean> {
  const rows = await reads.execute(
    sql`select from version where container_id = ${containerId} and revision = ${revision} limit 1`,
  );
  return rows.length > 0;
}

async function keepRow(
  queries: Queries,
  { containerId }: MemberState,
  row: Pick<typeof gatheredMembers.$inferInsert, "key" | "kind" | "members" | "size">,
): Promise<void> {
  await queries
    .insert(gatheredMembers)
    .values({ ...row, containerId, usedAt: sql`now()` })
    .onConflictDoNothing();
}

/** Notes that rows are needed, now and then: more often would be a commit for nothing. */
async function used(queries: Queries, keys: readonly string[]): Promise<void> {
  await queries
    .update(gatheredMembers)
    .set({ usedAt: sql`now()` })
    .where(
      sql`${inArray(gatheredMembers.key, keys)} and ${gatheredMembers.usedAt} < now() - interval '10 minutes'`,
    );
}

async function forgetOldest(queries: Queries, { bytes, rows }: KeptLimits): Promise<void> {
  await queries.delete(gatheredMembers).where(
    sql`${gatheredMembers.key} in (
      select key from (
        select key, sum(size) over newest as bytes, row_number() over newest as nth
        from ${gatheredMembers} window newest as (order by used_at desc, key)
      ) ranked
      where bytes > ${bytes}::bigint or nth > ${rows}::int)`,
  );
}
