import { failed, ok, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import {
  changedVersion,
  type VersionInput,
  versionFaults,
} from "../../rules/codeSystems/versionInputs.js";
import { alreadyExists, type Failures, fieldInvalid, refusal } from "../../rules/failure.js";
import { labelFault } from "../../rules/versions/labels.js";
import { putVersion } from "../../store/ledger/writes.js";
import { namedVersionOf } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { changeCodeSystem } from "./authoring.js";
import type { CodeSystemVersionOutcome } from "./outcome.js";

export interface CreateCodeSystemVersion extends VersionInput {
  /** A slug or a URL. */
  readonly codeSystem: string;
  readonly version: string;
}

/**
 * Names what HEAD is now as a version of its own, which costs the same whatever it holds. Without a
 * description of its own it has the code system's.
 */
export async function createCodeSystemVersion(
  context: CommandContext,
  input: CreateCodeSystemVersion,
): Promise<Result<CodeSystemVersionOutcome, Failures>> {
  const label = input.version.trim();
  return await changeCodeSystem<null, CodeSystemVersionOutcome>(context, input.codeSystem, {
    part: "DETAILS",
    find: async () => ok(null),
    work: async (queries, { slug, containerId, headRevision, newestVersion, description }) => {
      const fault = labelFault(label);
      const wrong = fault === null ? [] : [fieldInvalid(["version"], fault)];
      const taken =
        fault === null && (await namedVersionOf(queries, containerId, label))
          ? [alreadyExists(["version"], `There is a version ${label} of ${slug} already.`)]
          : [];
      const said = { ...input, released: input.released ?? false };
      const refused = refusal([...wrong, ...taken, ...versionFaults(said)]);
      if (refused) return failed(refused);
      const at = context.now();
      const before = { description, externalId: null, extras: {}, releasedAt: null };
      const { releasedAt, ...details } = changedVersion(before, said, at);
      const ordinal = (newestVersion ?? 0) + 1;
      const released = releasedAt !== null;
      await putVersion(
        queries,
        { containerId, ordinal, label, revision: headRevision, released, ...details },
        { at, by: signature(context.viewer) },
      );
      return ok({ slug, label, message: null });
    },
  });
}
