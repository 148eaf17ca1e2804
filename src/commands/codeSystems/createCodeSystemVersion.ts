import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { VersionInput } from "../../rules/repositories/versionInputs.js";
import type { CommandContext } from "../context.js";
import { nameHead } from "../repositories/versions.js";
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
    work: async (queries, system) => {
      const { slug } = system;
      const taken = `There is a version ${label} of ${slug} already.`;
      const named = await nameHead(queries, context, system, { label, input, taken });
      return named.ok ? ok({ slug, label, message: null }) : named;
    },
  });
}
