import { failed, ok, type Result } from "../../kernel/result.js";
import { meantCodes } from "../../rules/codeSystems/conceptCodes.js";
import type { ConceptContent } from "../../rules/codeSystems/content.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { type StandingConcept, standingConcept } from "../../store/codeSystems/conceptWrites.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { changeCodeSystem } from "./authoring.js";

/** A concept that is at HEAD. */
export interface FoundConcept {
  readonly standing: StandingConcept;
  readonly version: number;
  readonly content: ConceptContent;
}

/** Every change of a concept that is there: finds it under its code system's lock. */
export async function changeConcept<Outcome>(
  context: CommandContext,
  { codeSystem, code }: { readonly codeSystem: string; readonly code: string },
  work: (
    at: { readonly queries: Queries; readonly system: CodeSystemRow },
    found: FoundConcept,
  ) => Promise<Result<Outcome, Failures>>,
): Promise<Result<Outcome, Failures>> {
  return await changeCodeSystem<FoundConcept, Outcome>(context, codeSystem, {
    part: "CONTENT",
    find: async (queries, system) => {
      const codes = meantCodes(system.codeNormalization, code);
      const standing = await standingConcept(queries, system.containerId, codes);
      if (standing?.current) return ok({ standing, ...standing.current });
      const message = `There is no concept ${code} in ${system.slug}.`;
      return failed([resourceNotFound(["code"], message)]);
    },
    work: (queries, system, found) => work({ queries, system }, found),
  });
}
