import { jsonText } from "../../kernel/json.js";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { SetVersion } from "../../rules/collections/forms/setContent.js";
import { isOlderRelease } from "../../rules/versions/labels.js";
import { standingOf } from "../../store/codeSystems/importTarget.js";
import {
  detailsAt,
  linkReferences,
  referencesAt,
  type StandingReference,
} from "../../store/collections/importTarget.js";
import { keepPins, pinQueries } from "../../store/collections/pins.js";
import {
  closeReferences,
  insertReferences,
  type NewReference,
} from "../../store/collections/referenceWrites.js";
import { insertCollectionVersion } from "../../store/collections/versions.js";
import { writeDetails } from "../../store/collections/writes.js";
import type { Queries } from "../../store/database.js";
import { beginRevision, putVersion } from "../../store/ledger/writes.js";
import { updateRepository } from "../../store/repositories/writes.js";
import { refused, refusedFor } from "./refusals.js";
import type { ImportOutcome } from "./report.js";

/** What a collection is to be, as a file has it. */
export interface WantedCollection {
  readonly details: (before: CollectionDetails) => CollectionDetails;
  readonly references: readonly NewReference[];
  /** Expressions of lines that are to go, where what the file does not mention stays; null: it goes. */
  readonly withdrawn: ReadonlySet<string> | null;
  /** Null: HEAD alone is written. */
  readonly version: SetVersion | null;
}

/** How it is written. */
export interface CollectionWriting {
  readonly containerId: number;
  /** What the collection is called in messages. */
  readonly name: string;
  /** What made it, for the history. */
  readonly title: string;
  /** Whether a version goes in that is older than the newest, HEAD staying as it is; null: like every other. */
  readonly older: boolean | null;
  readonly by: string;
  readonly now: Date;
  /** The lines that stand, as they would be written anew. */
  readonly anew: (standing: readonly StandingReference[]) => Promise<readonly NewReference[]>;
}

/** What became of it. */
export interface WrittenLines {
  readonly outcome: ImportOutcome;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

const AT_ONCE = 5000;
const NOTHING = { added: 0, changed: 0, removed: 0 };

/** Writes a collection as a file has it, at HEAD, and names it. The caller has its lock. */
export async function writeCollection(
  queries: Queries,
  wanted: WantedCollection,
  writing: CollectionWriting,
): Promise<WrittenLines> {
  const { containerId, name } = writing;
  const { headRevision, newestVersion, versions } = await standingOf(queries, containerId);
  const label = wanted.version?.label ?? null;
  const same = versions.find((one) => one.label === label) ?? null;
  const revision = same?.revision ?? headRevision;
  const change = await changeAt(queries, wanted, { containerId, revision });
  if (same) {
    if (change.differs) throw refused(`Version ${label} of ${name} is here with other content`);
    await linkHead(queries, wanted, { containerId, revision: headRevision });
    return { outcome: "UNCHANGED", ...NOTHING };
  }
  const newest = versions.at(-1)?.label ?? null;
  const compared = writing.older !== null && label !== null && newest !== null;
  const isOlder = compared && isOlderRelease(label, newest);
  if (isOlder && !writing.older) {
    const message = `${label} is older than ${newest}, which ${name} has; --older lets it in`;
    throw refusedFor("older", message);
  }
  if (!change.differs && wanted.version === null) {
    await linkHead(queries, wanted, { containerId, revision: headRevision });
    return { outcome: "UNCHANGED", ...NOTHING };
  }
  const standing = isOlder ? await standingHead(queries, writing, headRevision) : null;
  const at = change.differs ? await apply(queries, change, wanted, writing) : revision;
  if (!change.differs) await linkHead(queries, wanted, { containerId, revision });
  if (wanted.version) {
    const ordinal = (newestVersion ?? 0) + 1;
    await nameVersion(queries, wanted.version, {
      ...writing,
      ordinal,
      revision: at,
      leads: !isOlder,
    });
  }
  if (standing) await restore(queries, standing, writing, at);
  const { added, changed, removed } = change;
  const outcome = change.differs ? "IMPORTED" : "RELABELLED";
  return { outcome, added: added.length - changed, changed, removed: removed.length - changed };
}

interface Change {
  readonly details: CollectionDetails | null;
  readonly added: readonly NewReference[];
  /** Ids of lines. */
  readonly removed: readonly number[];
  /** Of those, lines of which something else is said. */
  readonly changed: number;
  readonly differs: boolean;
}

interface At {
  readonly containerId: number;
  readonly revision: number;
}

/** What tells lines of a collection apart. */
export function keyOf({
  include,
  expression,
}: Pick<StandingReference, "include" | "expression">): string {
  return `${include} ${expression}`;
}

async function changeAt(queries: Queries, wanted: WantedCollection, at: At): Promise<Change> {
  const standing = await referencesAt(queries, at);
  const before = await detailsAt(queries, at);
  const details = wanted.details(before);
  const present = new Map(standing.map((one) => [keyOf(one), one]));
  const given = new Map(wanted.references.map((one) => [keyOf(one), one]));
  const differs = (one: NewReference) => {
    const there = present.get(keyOf(one));
    // Where what stands goes on standing, a file that says nothing of it takes nothing back.
    if (there && wanted.withdrawn !== null && one.said === null) return false;
    return !there || jsonText(there.said) !== jsonText(one.said);
  };
  const taken = new Set(standing.map(({ include, identity }) => `${include} ${identity}`));
  // Where what stands goes on standing, the same concept can't come again.
  const isFree = (one: NewReference) =>
    wanted.withdrawn === null ||
    present.has(keyOf(one)) ||
    !taken.has(`${one.include} ${one.identity}`);
  const added = wanted.references.filter((one) => differs(one) && isFree(one));
  const changed = new Set(added.map(keyOf).filter((key) => present.has(key)));
  const leaves = (one: StandingReference) =>
    wanted.withdrawn === null ? !given.has(keyOf(one)) : wanted.withdrawn.has(keyOf(one));
  const removed = standing.filter((one) => leaves(one) || changed.has(keyOf(one)));
  const described = jsonText(details) !== jsonText(before);
  return {
    details: described ? details : null,
    added,
    removed: removed.map(({ id }) => id),
    changed: changed.size,
    differs: described || added.length + removed.length > 0,
  };
}

async function apply(
  queries: Queries,
  { details, added, removed }: Pick<Change, "details" | "added" | "removed">,
  { version }: Pick<WantedCollection, "version">,
  { containerId, title, by, now: at }: CollectionWriting,
): Promise<number> {
  const message = version === null ? title : `${title}, version ${version.label}`;
  const change = { at, by, kind: "IMPORTED", message };
  await updateRepository(queries, containerId, null, change);
  const revision = await beginRevision(queries, containerId, change);
  if (details) await writeDetails(queries, { containerId, revision }, details, change);
  if (removed.length > 0) await closeReferences(queries, { containerId, revision }, removed);
  for (let start = 0; start < added.length; start += AT_ONCE) {
    const rows = added.slice(start, start + AT_ONCE);
    await insertReferences(queries, { containerId, revision }, rows);
  }
  return revision;
}

interface Naming extends CollectionWriting {
  readonly ordinal: number;
  readonly revision: number;
  readonly leads: boolean;
}

async function nameVersion(
  queries: Queries,
  { label, released, retired, ...said }: SetVersion,
  { containerId, ordinal, revision, leads, by, now: at }: Naming,
): Promise<void> {
  const [pins = []] = await pinQueries(queries).ofHeads([{ containerId, revision }], null);
  // A version that is retired is not where readers start from.
  const written = { ...said, containerId, ordinal, label, revision, released };
  await putVersion(queries, { ...written, leads: leads && !retired }, { at, by });
  await insertCollectionVersion(queries, { containerId, ordinal, retired });
  await keepPins(queries, { containerId, ordinal }, pins);
}

/** Lets HEAD read what the same lines name and what was not here before. */
async function linkHead(queries: Queries, { references }: WantedCollection, at: At): Promise<void> {
  const given = new Map(references.map((one) => [keyOf(one), one]));
  const standing = await referencesAt(queries, at);
  const found = standing.flatMap(({ id, ...one }) => {
    const now = given.get(keyOf(one));
    if (!now) return [];
    const { targetId, valuesetIds } = now;
    const arrived =
      (one.targetId === null && targetId !== null) ||
      one.valuesetIds.some((set, n) => set === 0 && (valuesetIds[n] ?? 0) !== 0);
    return arrived ? [{ id, targetId, valuesetIds }] : [];
  });
  await linkReferences(queries, found);
}

interface StandingHead {
  readonly details: CollectionDetails;
  readonly references: readonly NewReference[];
}

async function standingHead(
  queries: Queries,
  { containerId, anew }: CollectionWriting,
  revision: number,
): Promise<StandingHead> {
  const at = { containerId, revision };
  const references = await anew(await referencesAt(queries, at));
  return { details: await detailsAt(queries, at), references };
}

/** Brings HEAD back to what it was before an older version was let in. */
async function restore(
  queries: Queries,
  { details, references }: StandingHead,
  writing: CollectionWriting,
  revision: number,
): Promise<void> {
  const wanted = { details: () => details, references, withdrawn: null, version: null };
  const { containerId } = writing;
  const change = await changeAt(queries, wanted, { containerId, revision });
  if (change.differs) await apply(queries, change, wanted, writing);
}
