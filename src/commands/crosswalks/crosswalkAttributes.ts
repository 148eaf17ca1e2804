import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type AttributeInput,
  attributeFaults,
  attributeKeyFaults,
  mergeAttributes,
  sameAttributes,
  tooManyAttributes,
  withoutAttributes,
} from "../../rules/crosswalks/attributes.js";
import { type Failures, refusal } from "../../rules/failure.js";
import type { CommandContext } from "../context.js";
import { type CrosswalkEdit, editCrosswalk } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

const PATH = ["customAttributes"];
export const ATTRIBUTES_MODIFIED = "Custom attributes modified successfully.";
export const ATTRIBUTES_DELETED = "Custom attributes deleted successfully.";

/** What a deletion of attributes answers besides. */
export interface KeysOutcome extends CrosswalkOutcome {
  /** Keys that were not there. */
  readonly missingKeys: readonly string[];
}

/** Lays attributes over those of the crosswalk itself. */
export async function modifyCrosswalkAttributes(
  context: CommandContext,
  input: CrosswalkEdit & { readonly customAttributes: readonly AttributeInput[] },
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await editCrosswalk(context, input, async (_, { details }) => {
    const faults = refusal(attributeFaults(input.customAttributes, PATH));
    if (faults) return failed(faults);
    const attributes = mergeAttributes(details.attributes, input.customAttributes);
    const excess = refusal(tooManyAttributes(attributes, PATH));
    if (excess) return failed(excess);
    return ok({
      kind: "ATTRIBUTES_MODIFIED",
      message: ATTRIBUTES_MODIFIED,
      changes: !sameAttributes(details.attributes, attributes),
      details: { ...details, attributes },
      report: {},
    });
  });
}

/** Takes attributes of the crosswalk itself away. Keys that are not there are reported, not refused. */
export async function deleteCrosswalkAttributes(
  context: CommandContext,
  input: CrosswalkEdit & { readonly customAttributes: readonly string[] },
): Promise<Result<KeysOutcome, Failures>> {
  return await editCrosswalk(context, input, async (_, { details }) => {
    const faults = refusal(attributeKeyFaults(input.customAttributes, PATH));
    if (faults) return failed(faults);
    const { left, missingKeys } = withoutAttributes(details.attributes, input.customAttributes);
    return ok({
      kind: "ATTRIBUTES_DELETED",
      message: ATTRIBUTES_DELETED,
      changes: left.length < details.attributes.length,
      details: { ...details, attributes: left },
      report: { missingKeys },
    });
  });
}
