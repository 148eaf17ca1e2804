import { failed, ok, type Result } from "../../kernel/result.js";
import { sameAttributes } from "../../rules/crosswalks/attributes.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { differsFrom, restorePairs } from "../../store/crosswalks/restore.js";
import { versionContent } from "../../store/crosswalks/versionWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { type CrosswalkEdit, editCrosswalk } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

export interface RevertCrosswalk extends CrosswalkEdit {
  /** The version whose content, name, description and attributes come back. */
  readonly toVersion: number;
}

/** Makes a version that is equal to an old one. What was between stays in the history. */
export async function revertCrosswalk(
  context: CommandContext,
  input: RevertCrosswalk,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await editCrosswalk(context, input, async (queries, { containerId, details }) => {
    const old = await versionContent(queries, containerId, input.toVersion);
    if (!old) {
      return failed([
        resourceNotFound(["toVersion"], `The crosswalk has no version ${input.toVersion}.`),
      ]);
    }
    const sameDetails =
      old.details.name === details.name &&
      old.details.description === details.description &&
      sameAttributes(old.details.attributes, details.attributes);
    return ok({
      kind: "REVERTED",
      message: null,
      changes: !sameDetails || (await differsFrom(queries, containerId, old.revision)),
      details: old.details,
      write: (inside: Queries, id: number, revision: number) =>
        restorePairs(inside, id, old.revision, revision),
      report: {},
    });
  });
}
