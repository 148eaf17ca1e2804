import { failed, ok, type Result } from "../../kernel/result.js";
import { collectionVersionName } from "../../rules/collections/names.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { editingRefusal } from "../../rules/repositories/editing.js";
import { lockCollection } from "../../store/collections/locked.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { Queries } from "../../store/database.js";
import { namedVersionOf } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { changeRepository } from "../repositories/changing.js";

const PATH = ["collection"];

type Work<Outcome> = (
  queries: Queries,
  collection: CollectionRow,
) => Promise<Result<Outcome, Failures>>;

/**
 * Every change of a collection's references: takes its lock, sees whether the caller may change its content,
 * and lets `work` do the rest in the same transaction. A version takes no change.
 * @param named the collection's URL
 * @param read how the collection is read; left out: under its lock
 */
export async function changeReferences<Outcome>(
  context: CommandContext,
  named: string,
  work: Work<Outcome>,
  read = lockCollection,
): Promise<Result<Outcome, Failures>> {
  const { viewer } = context;
  const missing = [resourceNotFound(PATH, `There is no collection ${named}.`)] as const;
  const name = collectionVersionName(named, viewer.user?.name ?? null);
  if (!name) return failed(missing);
  const { repository, version } = name;
  const label = version === "HEAD" ? null : version;
  return await changeRepository<CollectionRow, null, Outcome>(context, {
    lock: async (queries) => {
      const collection = await read(queries, viewer, repository);
      return collection ? ok(collection) : failed(missing);
    },
    find: async (queries, collection) =>
      label === null || (await isThere(queries, collection, label)) ? ok(null) : failed(missing),
    refusal: (collection) =>
      editingRefusal(viewer, collection, "CONTENT", PATH) ??
      (label === null ? null : locked(label, collection)),
    work,
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

function locked(label: string, { shortCode }: CollectionRow): Failures {
  const message = `Version ${label} of ${shortCode} keeps its references; change those of HEAD.`;
  return [{ kind: "ReleasedVersionLocked", path: PATH, message }];
}
