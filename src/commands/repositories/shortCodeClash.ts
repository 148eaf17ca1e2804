import { alreadyExists, type Failure } from "../../rules/failure.js";
import type { RepositoryOwner } from "../../rules/repositories/owners.js";
import { isStorable } from "../../rules/text.js";
import type { Queries } from "../../store/database.js";
import { shortCodeTaken } from "../../store/repositories/writes.js";

/** That the owner has a code system or collection of a short code already, or nothing. */
export async function shortCodeClash(
  queries: Queries,
  owner: RepositoryOwner,
  given: string,
): Promise<readonly Failure[]> {
  const shortCode = given.trim();
  if (!isStorable(shortCode) || !(await shortCodeTaken(queries, owner, shortCode))) return [];
  const message = `${owner.name} has a code system or collection ${shortCode} already.`;
  return [alreadyExists(["shortCode"], message)];
}
