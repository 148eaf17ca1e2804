import { failed, type Result } from "../../kernel/result.js";
import { licenceRefusal } from "../../rules/codeSystems/licences.js";
import type { Failures } from "../../rules/failure.js";
import { type EditedPart, editingRefusal } from "../../rules/repositories/editing.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { CommandContext } from "../context.js";
import { changeRepository, type RepositoryChange } from "../repositories/changing.js";
import { lockedSystem } from "./namedSystem.js";

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
 * @param named its slug, its URL or its canonical URL
 */
export async function changeCodeSystem<Found, Outcome>(
  context: CommandContext,
  named: string,
  { part, find, work }: Authoring<Found, Outcome>,
): Promise<Result<Outcome, Failures>> {
  const { viewer } = context;
  return await changeRepository<CodeSystemRow, Found, Outcome>(context, {
    lock: (queries) => lockedSystem(queries, viewer, { text: named, path: PATH }),
    find: async (queries, system) => {
      const unlicensed = part === "CONTENT" ? licenceRefusal(viewer, system, PATH) : null;
      return unlicensed ? failed(unlicensed) : await find(queries, system);
    },
    refusal: (system) => editingRefusal(viewer, system, part, PATH),
    work,
  });
}
