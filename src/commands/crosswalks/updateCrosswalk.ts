import { failed, ok, type Result } from "../../kernel/result.js";
import { changedDetailsFaults } from "../../rules/crosswalks/details.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";
import type { CommandContext } from "../context.js";
import { type CrosswalkEdit, editCrosswalk } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

export interface UpdateCrosswalk extends CrosswalkEdit {
  /** Left out: as it was. A name can't be taken away. */
  readonly name?: string | null | undefined;
  /** Left out: as it was; null or blank: none. */
  readonly description?: string | null | undefined;
}

/** Gives a crosswalk another name or description: a new version, like every edit. */
export async function updateCrosswalk(
  context: CommandContext,
  input: UpdateCrosswalk,
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await editCrosswalk(context, input, async (_, { details }) => {
    const faults = refusal(changedDetailsFaults(input));
    if (faults) return failed(faults);
    const name = trimmed(input.name) ?? details.name;
    const description =
      input.description === undefined ? details.description : trimmed(input.description);
    return ok({
      kind: "UPDATED",
      message: null,
      changes: name !== details.name || description !== details.description,
      details: { ...details, name, description },
      report: {},
    });
  });
}
