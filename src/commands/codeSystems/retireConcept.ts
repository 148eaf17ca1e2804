import { failed, type Result } from "../../kernel/result.js";
import { type Failures, fieldInvalid } from "../../rules/failure.js";
import type { CommandContext } from "../context.js";
import { changeConcept } from "./foundConcept.js";
import { type ConceptOutcome, putConcept } from "./writtenConcept.js";

/** Which concept is taken out of use or back into it, and why. */
export interface RetireConcept {
  /** A slug or a URL. */
  readonly codeSystem: string;
  readonly code: string;
  readonly updateComment?: string | null | undefined;
}

/** Says of a concept that it is no longer to be used; it stays to be read. */
export async function retireConcept(
  context: CommandContext,
  input: RetireConcept,
): Promise<Result<ConceptOutcome, Failures>> {
  return await setRetired(context, input, true);
}

/** Takes a retired concept back into use. It must satisfy again what concepts in use must. */
export async function reviveConcept(
  context: CommandContext,
  input: RetireConcept,
): Promise<Result<ConceptOutcome, Failures>> {
  return await setRetired(context, input, false);
}

async function setRetired(
  context: CommandContext,
  input: RetireConcept,
  retired: boolean,
): Promise<Result<ConceptOutcome, Failures>> {
  const { updateComment } = input;
  return await changeConcept(context, input, async (at, { standing, content }) => {
    if (content.retired === retired) {
      const message = `Concept is already ${retired ? "" : "not "}retired`;
      return failed([fieldInvalid(["code"], message)]);
    }
    return await putConcept(
      context,
      at,
      { updateComment },
      {
        before: { ...content, retired },
        standing,
        kind: retired ? "CONCEPT_RETIRED" : "CONCEPT_REVIVED",
      },
    );
  });
}
