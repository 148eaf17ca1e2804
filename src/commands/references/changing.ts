import { failed, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import { collectionVersionName } from "../../rules/collections/names.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { editingRefusal } from "../../rules/repositories/editing.js";
import { lockCollection } from "../../store/collections/locked.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import { namedVersionOf } from "../../store/repositories/versions.js";
import { updateRepository } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";

const PATH = ["collection"];

type Work<Outcome> = (
  queries: Queries,
  collection: CollectionRow,
) => Promise<Result<Outcome, Failures>>;

/**
 * Every change of a collection's references: takes its lock, sees whether the caller may change its content,
 * and lets `work` do the rest in the same transaction. A version takes no change.
 * @param named the collection's URL
 */
export async function changeReferences<Outcome>(
  { database, viewer }: CommandContext,
  named: string,
  work: Work<Outcome>,
): Promise<Result<Outcome, Failures>> {
  const missing = [resourceNotFound(PATH, `There is no collection ${named}.`)] as const;
  const name = collectionVersionName(named, viewer.user?.name ?? null);
  if (!name) return failed(missing);
  return await database.write(async ({ queries }) => {
    const collection = await lockCollection(queries, viewer, name.repository);
    if (!collection) return failed(missing);
    const { version } = name;
    const label = version === "HEAD" ? null : version;
    if (label !== null && !(await isThere(queries, collection, label))) return failed(missing);
    const refused = editingRefusal(viewer, collection, "CONTENT", PATH);
    if (refused) return failed(refused);
    return label === null ? await work(queries, collection) : failed([locked(label, collection)]);
  });
}

async function isThere(
  queries: Queries,
  { containerId, releasedVersion }: CollectionRow,
  label: string,
): Promise<boolean> {
  if (label === "latest") return releasedVersion !== null;
  const found = await namedVersionOf(queries, containerId, label);
  return found !== null && found.deactivatedAt === null;
}

function locked(label: string, { shortCode }: CollectionRow) {
  const message = `Version ${label} of ${shortCode} keeps its references; change those of HEAD.`;
  return { kind: "ReleasedVersionLocked", path: PATH, message } as const;
}

/** Begins a revision of a collection, which from then on was changed by the caller. */
export async function beginReferenceChange(
  queries: Queries,
  { viewer, now }: CommandContext,
  containerId: number,
  kind: "REFERENCES_ADDED" | "REFERENCES_DELETED",
): Promise<number> {
  const change = { at: now(), by: signature(viewer), kind };
  await updateRepository(queries, containerId, null, change);
  return await beginRevision(queries, containerId, change);
}
