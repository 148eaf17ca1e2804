import { failed, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import type { Failures } from "../../rules/failure.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import { updateRepository } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";

/** A change of a code system or collection, or of something in it that has to be found first. */
export interface RepositoryChange<Row, Found, Outcome> {
  /** Takes the repository's lock and reads how it stands; fails where the caller sees none. */
  readonly lock: (queries: Queries) => Promise<Result<Row, Failures>>;
  /** That it is not there comes before what the caller may not do. */
  readonly find: (queries: Queries, repository: Row) => Promise<Result<Found, Failures>>;
  readonly refusal: (repository: Row) => Failures | null;
  readonly work: (
    queries: Queries,
    repository: Row,
    found: Found,
  ) => Promise<Result<Outcome, Failures>>;
}

/** Every change of a code system or collection: refuses in one order, and does all in one transaction. */
export async function changeRepository<Row, Found, Outcome>(
  { database }: CommandContext,
  { lock, find, refusal, work }: RepositoryChange<Row, Found, Outcome>,
): Promise<Result<Outcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const locked = await lock(queries);
    if (!locked.ok) return locked;
    const repository = locked.value;
    const found = await find(queries, repository);
    if (!found.ok) return found;
    const refused = refusal(repository);
    return refused ? failed(refused) : await work(queries, repository, found.value);
  });
}

/** Who changes a code system or collection, and when. */
export function authoredBy({ viewer, now }: CommandContext) {
  return { at: now(), by: signature(viewer) };
}

/** Begins a revision of a code system or collection, which from then on was changed by the caller. */
export async function beginAuthoring(
  queries: Queries,
  context: CommandContext,
  containerId: number,
  { kind, message }: { readonly kind: string; readonly message?: string | null },
): Promise<number> {
  const change = { ...authoredBy(context), kind, message: message ?? null };
  await updateRepository(queries, containerId, null, change);
  return await beginRevision(queries, containerId, change);
}
