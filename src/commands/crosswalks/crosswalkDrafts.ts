import { failed, ok, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import type { Failures } from "../../rules/failure.js";
import { checkDraft } from "../../rules/versions/edits.js";
import { discardDraft, removeCrosswalk } from "../../store/crosswalks/draftWrites.js";
import type { LockedCrosswalk } from "../../store/crosswalks/versionWrites.js";
import type { Queries } from "../../store/database.js";
import { beginRevision, releaseVersion } from "../../store/ledger/writes.js";
import type { CommandContext } from "../context.js";
import { crosswalkMissing, editCrosswalk, lockOwnCrosswalk } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

/** Which crosswalk, and which version of it the caller knows as the newest. */
export interface NamedVersion {
  readonly identifier: string;
  readonly version: number;
}

/** Opens a draft that is, at first, what the newest published version is. */
export async function createCrosswalkDraft(
  context: CommandContext,
  input: NamedVersion,
): Promise<Result<CrosswalkOutcome, Failures>> {
  const state = { ...input, draft: true };
  return await editCrosswalk(context, { ...state, opensOnly: true }, async () =>
    ok({ kind: "DRAFT_OPENED", message: null, changes: true, report: {} }),
  );
}

/** Publishes the draft: from now on it is what readers get, and never changes again. */
export async function publishCrosswalkDraft(
  context: CommandContext,
  input: NamedVersion,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await withDraft(
    context,
    input,
    async (queries, { containerId, newestVersion, revision }) => {
      const change = { at: context.now(), by: signature(context.viewer), kind: "PUBLISHED" };
      await beginRevision(queries, containerId, change);
      await releaseVersion(queries, { containerId, ordinal: newestVersion, revision }, change);
      return newestVersion;
    },
  );
}

/**
 * Throws the draft away: the crosswalk is what it was when the draft was opened. A crosswalk that was never
 * published goes with its first draft.
 */
export async function discardCrosswalkDraft(
  context: CommandContext,
  input: NamedVersion,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await withDraft(context, input, async (queries, { containerId, newestVersion }) => {
    if (newestVersion === 1) {
      await removeCrosswalk(queries, containerId);
      return 0;
    }
    const change = { at: context.now(), by: signature(context.viewer), kind: "DRAFT_DISCARDED" };
    await beginRevision(queries, containerId, change);
    await discardDraft(queries, containerId, newestVersion);
    return newestVersion - 1;
  });
}

async function withDraft(
  { database, viewer }: CommandContext,
  { identifier, version }: NamedVersion,
  work: (queries: Queries, crosswalk: LockedCrosswalk) => Promise<number>,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await database.write(async ({ queries }) => {
    const crosswalk = await lockOwnCrosswalk(queries, viewer, identifier);
    if (!crosswalk) return failed(crosswalkMissing(identifier));
    const refused = checkDraft(crosswalk, version);
    if (refused) return failed(refused);
    const left = await work(queries, crosswalk);
    return ok({ identifier: crosswalk.identifier, version: left, message: null });
  });
}
