import { failed, type Result } from "../../kernel/result.js";
import type { ConceptInput } from "../../rules/codeSystems/conceptInputs.js";
import type { Failures } from "../../rules/failure.js";
import type { CommandContext } from "../context.js";
import { changeConcept } from "./foundConcept.js";
import { type ConceptOutcome, putConcept } from "./writtenConcept.js";

export interface EditConcept extends ConceptInput {
  /** A slug or a URL. */
  readonly codeSystem: string;
  readonly code: string;
  /** The version that the caller knows as the newest; left out: whichever is. */
  readonly expectedVersion?: number | null | undefined;
}

/** Says something new of a concept at HEAD: a new version of it, unless all is as it was. */
export async function editConcept(
  context: CommandContext,
  input: EditConcept,
): Promise<Result<ConceptOutcome, Failures>> {
  return await changeConcept(context, input, async (at, { standing, version, content }) => {
    const expected = input.expectedVersion ?? version;
    if (expected !== version) return failed(stale(expected, version));
    return await putConcept(context, at, input, {
      before: content,
      standing,
      kind: "CONCEPT_EDITED",
    });
  });
}

function stale(expected: number, latestVersion: number): Failures {
  const message = `Version ${expected} is not the newest; the newest is ${latestVersion}.`;
  return [{ kind: "NotLatestVersion", path: ["expectedVersion"], latestVersion, message }];
}
