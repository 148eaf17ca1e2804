import { jsonText } from "../../kernel/json.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { signature } from "../../rules/access/viewer.js";
import {
  changedVersion,
  type VersionInput,
  versionFaults,
} from "../../rules/codeSystems/versionInputs.js";
import { type Failures, refusal, resourceNotFound } from "../../rules/failure.js";
import { isStorable } from "../../rules/text.js";
import { changeVersion } from "../../store/ledger/writes.js";
import { namedVersionOf, type RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { changeCodeSystem } from "./authoring.js";
import type { CodeSystemVersionOutcome } from "./outcome.js";

export interface EditCodeSystemVersion extends VersionInput {
  /** A slug or a URL. */
  readonly codeSystem: string;
  readonly version: string;
}

/** Changes what is said of a version, releases it or takes it back. What it holds never changes. */
export async function editCodeSystemVersion(
  context: CommandContext,
  input: EditCodeSystemVersion,
): Promise<Result<CodeSystemVersionOutcome, Failures>> {
  const label = input.version.trim();
  return await changeCodeSystem<RepositoryVersionRow, CodeSystemVersionOutcome>(
    context,
    input.codeSystem,
    {
      part: "DETAILS",
      find: async (queries, { containerId, slug }) => {
        const found = isStorable(label) ? await namedVersionOf(queries, containerId, label) : null;
        if (found) return ok(found);
        const message = `There is no version ${label} of ${slug}.`;
        return failed([resourceNotFound(["version"], message)]);
      },
      work: async (queries, { slug, containerId }, found) => {
        const refused = refusal(versionFaults(input));
        if (refused) return failed(refused);
        const { ordinal, description, externalId, extras, releasedAt } = found;
        const before = { description, externalId, extras, releasedAt };
        const at = context.now();
        const after = changedVersion(before, input, at);
        if (jsonText(after) === jsonText(before))
          return ok({ slug, label, message: NOTHING_TO_CHANGE });
        const by = signature(context.viewer);
        await changeVersion(queries, { containerId, ordinal }, after, { at, by });
        return ok({ slug, label, message: null });
      },
    },
  );
}
