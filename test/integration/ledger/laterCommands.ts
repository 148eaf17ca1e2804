import type { CommandContext } from "../../../src/commands/context.js";
import {
  type CrosswalkEdit,
  editCrosswalk,
} from "../../../src/commands/crosswalks/editCrosswalk.js";
import { ok } from "../../../src/kernel/result.js";
import type { PairKey } from "../../../src/rules/crosswalks/content.js";
import { openPairs, writePairs } from "../../../src/store/crosswalks/pairWrites.js";
import { lockCrosswalk, putCrosswalkVersion } from "../../../src/store/crosswalks/versionWrites.js";
import type { Queries } from "../../../src/store/database.js";

/** What a command that deletes pairs does with the store: ends those that are there. */
export async function deletePairs(
  context: CommandContext,
  edit: CrosswalkEdit,
  keys: readonly PairKey[],
) {
  return await editCrosswalk(context, edit, async (queries, { containerId }) => {
    const present = await openPairs(queries, containerId, keys);
    return ok({
      kind: "MAPPINGS_DELETED",
      message: "Target codes deleted successfully.",
      changes: present.length > 0,
      write: (inside: Queries, id: number, revision: number) =>
        writePairs(inside, id, revision, { closed: present, opened: [] }),
      report: {},
    });
  });
}

/** What a command that publishes a draft does with the store: names its revision as published. */
export async function publishDraft(
  { database, viewer, now }: CommandContext,
  identifier: string,
): Promise<void> {
  await database.write(async ({ queries }) => {
    const organizations = viewer.organizations.map(({ id }) => id);
    const locked = await lockCrosswalk(queries, organizations, identifier);
    if (!locked?.newestIsDraft) throw new Error("There is no draft");
    const { containerId, newestVersion, revision, details, totals } = locked;
    const version = { containerId, ordinal: newestVersion, revision, details, totals };
    const change = { at: now(), by: "test" };
    await putCrosswalkVersion(queries, { ...version, published: true }, change);
  });
}
