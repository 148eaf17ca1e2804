import { failed, type Result } from "../../kernel/result.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import { codeSystemName } from "../../rules/codeSystems/names.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { type EditedPart, editingRefusal } from "../../rules/repositories/editing.js";
import { lockCodeSystem } from "../../store/codeSystems/locked.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { CommandContext } from "../context.js";
import { changeRepository, type RepositoryChange } from "../repositories/changing.js";

const PATH = ["codeSystem"];

/** A change of a code system, or of something in it that has to be found first. */
interface Authoring<Found, Outcome>
  extends Pick<RepositoryChange<CodeSystemRow, Found, Outcome>, "find" | "work"> {
  readonly part: EditedPart;
}

/**
 * Every change of a code system or of what is in it: takes its lock, sees whether the caller may change
 * that part of it, and lets `work` do the rest in the same transaction. That a licence is lacking comes
 * before every refusal but that there is no such code system.
 * @param named a slug or a URL
 */
export async function changeCodeSystem<Found, Outcome>(
  context: CommandContext,
  named: string,
  { part, find, work }: Authoring<Found, Outcome>,
): Promise<Result<Outcome, Failures>> {
  const { viewer } = context;
  const missing = [resourceNotFound(PATH, `There is no code system ${named}.`)] as const;
  const name = codeSystemName(named, viewer.user?.name ?? null);
  if (!name) return failed(missing);
  return await changeRepository<CodeSystemRow, Found, Outcome>(context, {
    lock: (queries) => lockCodeSystem(queries, viewer, name),
    missing,
    find: async (queries, system) => {
      const unlicensed = part === "CONTENT" ? licenceRefusal(viewer, system, PATH) : null;
      return unlicensed ? failed(unlicensed) : await find(queries, system);
    },
    refusal: (system) => editingRefusal(viewer, system, part, PATH),
    work,
  });
}
