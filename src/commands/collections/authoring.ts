import { failed, ok, type Result } from "../../kernel/result.js";
import { collectionName } from "../../rules/collections/names.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { editingRefusal } from "../../rules/repositories/editing.js";
import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import { lockCollection } from "../../store/collections/locked.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { Queries } from "../../store/database.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { changeRepository, type RepositoryChange } from "../repositories/changing.js";
import { foundVersion } from "../repositories/versions.js";

const PATH = ["collection"];

type Change<Found, Outcome> = RepositoryChange<CollectionRow, Found, Outcome>;

/** A change of a collection: what it does, and what it must find and may be refused for before. */
interface Authoring<Found, Outcome> extends Pick<Change<Found, Outcome>, "find" | "work"> {
  /** Why the caller may not; left out: what is said of a collection is changed by its owner alone. */
  readonly refusal?: (collection: CollectionRow, path: readonly string[]) => Failures | null;
  /** How it is read; left out: under its lock. */
  readonly read?: typeof lockCollection;
}

/**
 * Every change of a collection: takes its lock, sees whether the caller may change it, and lets `work` do
 * the rest in the same transaction.
 * @param named its URL
 */
export async function changeCollection<Found, Outcome>(
  context: CommandContext,
  named: string,
  { find, refusal, read = lockCollection, work }: Authoring<Found, Outcome>,
): Promise<Result<Outcome, Failures>> {
  const { viewer } = context;
  const missing = [resourceNotFound(PATH, `There is no collection ${named}.`)] as const;
  const name = collectionName(named, viewer.user?.name ?? null);
  if (!name) return failed(missing);
  const refused =
    refusal ?? ((collection: CollectionRow) => editingRefusal(viewer, collection, "DETAILS", PATH));
  return await changeRepository<CollectionRow, Found, Outcome>(context, {
    lock: async (queries) => {
      const collection = await read(queries, viewer, name);
      return collection ? ok(collection) : failed(missing);
    },
    find,
    refusal: (collection) => refused(collection, PATH),
    work,
  });
}

/** For changes that look for nothing in the collection. */
export async function nothingToFind(): Promise<Result<null, Failures>> {
  return ok(null);
}

/** Every change of one of a collection's versions. */
export async function changeVersionOf<Outcome>(
  context: CommandContext,
  { collection, version }: { readonly collection: string; readonly version: string },
  work: Change<RepositoryVersionRow, Outcome>["work"],
): Promise<Result<Outcome, Failures>> {
  return await changeCollection<RepositoryVersionRow, Outcome>(context, collection, {
    find: (queries, row) => foundVersionOf(queries, row, version.trim()),
    work,
  });
}

/** A version of a collection by its label; a deactivated one is there no more. */
export async function foundVersionOf(
  queries: Queries,
  row: CollectionRow,
  label: string,
): Promise<Result<RepositoryVersionRow, Failures>> {
  const of = repositoryUrl(repositoryNameOf(row, "COLLECTION"));
  return await foundVersion(queries, { containerId: row.containerId, of }, label);
}
