import { failed, ok, type Result } from "../../kernel/result.js";
import { sameAttributes } from "../../rules/crosswalks/attributes.js";
import { type Failure, type Failures, resourceNotFound } from "../../rules/failure.js";
import { differsFrom, restorePairs } from "../../store/crosswalks/restore.js";
import { type CrosswalkDetails, versionContent } from "../../store/crosswalks/versionWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { type CrosswalkEdit, editFound } from "./editCrosswalk.js";
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
  const { toVersion } = input;
  return await editFound(context, input, {
    find: async (queries, { containerId }) => {
      const old = await versionContent(queries, containerId, toVersion);
      return old ? ok(old) : failed([versionMissing(toVersion)]);
    },
    intend: async (old, queries, { containerId, details }) =>
      ok({
        kind: "REVERTED",
        message: null,
        changes:
          !sameDetails(old.details, details) ||
          (await differsFrom(queries, containerId, old.revision)),
        details: old.details,
        write: (inside: Queries, id: number, revision: number) =>
          restorePairs(inside, id, old.revision, revision),
        report: {},
      }),
  });
}

function versionMissing(version: number): Failure {
  return resourceNotFound(["toVersion"], `The crosswalk has no version ${version}.`);
}

function sameDetails(left: CrosswalkDetails, right: CrosswalkDetails): boolean {
  return (
    left.name === right.name &&
    left.description === right.description &&
    sameAttributes(left.attributes, right.attributes)
  );
}
