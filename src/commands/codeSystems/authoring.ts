import { failed, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import type { Failures } from "../../rules/failure.js";
import { type EditedPart, editingRefusal } from "../../rules/repositories/editing.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import { updateRepository } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";
import { lockedSystem } from "./namedSystem.js";

const PATH = ["codeSystem"];

/** A change of a code system, or of something in it that has to be found first. */
interface Authoring<Found, Outcome> {
  readonly part: EditedPart;
  /** That it is not there comes before every refusal but that of a licence. */
  readonly find: (queries: Queries, system: CodeSystemRow) => Promise<Result<Found, Failures>>;
  readonly work: (
    queries: Queries,
    system: CodeSystemRow,
    found: Found,
  ) => Promise<Result<Outcome, Failures>>;
}

/**
 * Every change of a code system or of what is in it: takes its lock, sees whether the caller may change
 * that part of it, and lets `work` do the rest in the same transaction.
 * @param named its slug, its URL or its canonical URL
 */
export async function changeCodeSystem<Found, Outcome>(
  { database, viewer }: CommandContext,
  named: string,
  { part, find, work }: Authoring<Found, Outcome>,
): Promise<Result<Outcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const locked = await lockedSystem(queries, viewer, { text: named, path: PATH });
    if (!locked.ok) return locked;
    const system = locked.value;
    const unlicensed = part === "CONTENT" ? licenceRefusal(viewer, system, PATH) : null;
    if (unlicensed) return failed(unlicensed);
    const found = await find(queries, system);
    if (!found.ok) return found;
    const refused = editingRefusal(viewer, system, part, PATH);
    return refused ? failed(refused) : await work(queries, system, found.value);
  });
}

/** Who changes a code system, and when. */
export function authoredBy({ viewer, now }: CommandContext) {
  return { at: now(), by: signature(viewer) };
}

/** Begins a revision of a code system, which from then on was changed by the caller. */
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
