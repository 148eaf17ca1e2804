import { ok, type Result } from "../../kernel/result.js";
import { newCode } from "../../rules/codeSystems/conceptCodes.js";
import { type ConceptInput, unwritten } from "../../rules/codeSystems/conceptInputs.js";
import { alreadyExists, type Failures } from "../../rules/failure.js";
import { standingConcept } from "../../store/codeSystems/conceptWrites.js";
import type { CommandContext } from "../context.js";
import { changeCodeSystem } from "./authoring.js";
import { type ConceptOutcome, putConcept } from "./writtenConcept.js";

export interface CreateConcept extends ConceptInput {
  /** A slug or a URL. */
  readonly codeSystem: string;
  readonly code: string;
}

/** Puts a concept into HEAD of a code system. A code that was removed from it comes back as it was known. */
export async function createConcept(
  context: CommandContext,
  input: CreateConcept,
): Promise<Result<ConceptOutcome, Failures>> {
  return await changeCodeSystem(context, input.codeSystem, {
    part: "CONTENT",
    find: async () => ok(null),
    work: async (queries, system) => {
      const { code, faults } = newCode(system.codeNormalization, input.code);
      const standing = code ? await standingConcept(queries, system.containerId, [code]) : null;
      const taken = standing?.current
        ? [alreadyExists(["code"], "Concept ID must be unique within a source.")]
        : [];
      return await putConcept(
        context,
        { queries, system },
        // What has a default may be left out in any way.
        { ...input, datatype: input.datatype ?? undefined },
        {
          before: unwritten(code),
          standing,
          kind: "CONCEPT_CREATED",
          faults: [...faults, ...taken],
        },
      );
    },
  });
}
