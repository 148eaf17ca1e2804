import { failed, ok, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import type { Failures } from "../../rules/failure.js";
import { setArchived } from "../../store/crosswalks/versionWrites.js";
import { beginRevision } from "../../store/ledger/writes.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { crosswalkMissing, lockOwnCrosswalk } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

interface NamedCrosswalk {
  readonly identifier: string;
}

/** Puts a crosswalk away: hidden from lists, readable by identifier, closed to edits. */
export async function archiveCrosswalk(
  context: CommandContext,
  input: NamedCrosswalk,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await putAway(context, input, {
    archived: true,
    kind: "ARCHIVED",
    message: "Crosswalk archived successfully.",
  });
}

/** Takes an archived crosswalk back into use, as it was. */
export async function reactivateCrosswalk(
  context: CommandContext,
  input: NamedCrosswalk,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await putAway(context, input, { archived: false, kind: "REACTIVATED", message: null });
}

interface PuttingAway {
  readonly archived: boolean;
  readonly kind: string;
  readonly message: string | null;
}

// A revision of its own, without content: the history says who did it and when.
async function putAway(
  { database, viewer, now }: CommandContext,
  { identifier }: NamedCrosswalk,
  { archived, kind, message }: PuttingAway,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const crosswalk = await lockOwnCrosswalk(queries, viewer, identifier);
    if (!crosswalk) return failed(crosswalkMissing(identifier));
    const outcome = { identifier: crosswalk.identifier, version: crosswalk.newestVersion };
    if (crosswalk.archived === archived) return ok({ ...outcome, message: NOTHING_TO_CHANGE });
    const change = { at: now(), by: signature(viewer), kind };
    await beginRevision(queries, crosswalk.containerId, change);
    await setArchived(queries, crosswalk.containerId, archived ? change.at : null);
    return ok({ ...outcome, message });
  });
}
