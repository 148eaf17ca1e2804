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
import type { CustomAttribute, Pair } from "../../rules/crosswalks/content.js";
import { type Failure, type Failures, refusal, resourceNotFound } from "../../rules/failure.js";
import { openPairOf, writePairs } from "../../store/crosswalks/pairWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import {
  ATTRIBUTES_DELETED,
  ATTRIBUTES_MODIFIED,
  type KeysOutcome,
} from "./crosswalkAttributes.js";
import { type CrosswalkEdit, editFound, type IntendedEdit } from "./editCrosswalk.js";
import type { CrosswalkOutcome } from "./outcome.js";

const PATH = ["customAttributes"];

/** An edit of one source-target pair, named by its own identifier. */
export interface PairEdit extends CrosswalkEdit {
  readonly codeIdentifier: string;
}

/** Lays attributes over those of one source-target pair. */
export async function modifyCrosswalkMappingAttributes(
  context: CommandContext,
  input: PairEdit & { readonly customAttributes: readonly AttributeInput[] },
): Promise<Result<CrosswalkOutcome, Failures>> {
  return await editPair(context, input, (pair) => {
    const faults = refusal(attributeFaults(input.customAttributes, PATH));
    if (faults) return failed(faults);
    const attributes = mergeAttributes(pair.attributes, input.customAttributes);
    const excess = refusal(tooManyAttributes(attributes, PATH));
    if (excess) return failed(excess);
    const kind = "MAPPING_ATTRIBUTES_MODIFIED";
    return ok({ ...intended(pair, attributes, kind, ATTRIBUTES_MODIFIED), report: {} });
  });
}

/** Takes attributes of one source-target pair away. Keys that are not there are reported, not refused. */
export async function deleteCrosswalkMappingAttributes(
  context: CommandContext,
  input: PairEdit & { readonly customAttributes: readonly string[] },
): Promise<Result<KeysOutcome, Failures>> {
  return await editPair(context, input, (pair) => {
    const faults = refusal(attributeKeyFaults(input.customAttributes, PATH));
    if (faults) return failed(faults);
    const { left, missingKeys } = withoutAttributes(pair.attributes, input.customAttributes);
    const kind = "MAPPING_ATTRIBUTES_DELETED";
    return ok({ ...intended(pair, left, kind, ATTRIBUTES_DELETED), report: { missingKeys } });
  });
}

async function editPair<Report>(
  context: CommandContext,
  input: PairEdit,
  intend: (pair: Pair) => Result<IntendedEdit<Report>, Failures>,
): Promise<Result<CrosswalkOutcome & Report, Failures>> {
  const { codeIdentifier } = input;
  return await editFound(context, input, {
    find: async (queries, { containerId }) => {
      const pair = await openPairOf(queries, containerId, codeIdentifier);
      return pair ? ok(pair) : failed([pairMissing(codeIdentifier)]);
    },
    intend: async (pair) => intend(pair),
  });
}

function pairMissing(codeIdentifier: string): Failure {
  return resourceNotFound(["codeIdentifier"], `The crosswalk has no pair ${codeIdentifier}.`);
}

function intended(
  pair: Pair,
  attributes: readonly CustomAttribute[],
  kind: string,
  message: string,
) {
  return {
    kind,
    message,
    changes: !sameAttributes(pair.attributes, attributes),
    write: (queries: Queries, containerId: number, revision: number) =>
      writePairs(queries, containerId, revision, {
        closed: [pair],
        opened: [{ ...pair, attributes }],
      }),
  };
}
