import { jsonText } from "../../kernel/json.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failures, refusal } from "../../rules/failure.js";
import {
  changedVersion,
  type VersionInput,
  versionFaults,
} from "../../rules/repositories/versionInputs.js";
import { changeVersion } from "../../store/ledger/writes.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { authoredBy } from "../repositories/changing.js";
import { foundVersion } from "../repositories/versions.js";
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
      find: (queries, { containerId, slug }) =>
        foundVersion(queries, { containerId, of: slug }, label),
      work: async (queries, { slug, containerId }, found) => {
        const refused = refusal(versionFaults(input));
        if (refused) return failed(refused);
        const { ordinal, description, externalId, extras, releasedAt } = found;
        const before = { description, externalId, extras, releasedAt };
        const change = authoredBy(context);
        const after = changedVersion(before, input, change.at);
        if (jsonText(after) === jsonText(before))
          return ok({ slug, label, message: NOTHING_TO_CHANGE });
        await changeVersion(queries, { containerId, ordinal }, after, change);
        return ok({ slug, label, message: null });
      },
    },
  );
}
