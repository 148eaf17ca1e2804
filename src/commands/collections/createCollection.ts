import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type NewCollectionInput,
  newCollectionDetails,
  newCollectionFaults,
} from "../../rules/collections/details.js";
import { areFieldFaults, type Failures, refusal } from "../../rules/failure.js";
import { chooseOwner } from "../../rules/repositories/owners.js";
import { repositoryUrl } from "../../rules/repositories/urls.js";
import { ownerExists } from "../../store/access/owners.js";
import { insertCollection } from "../../store/collections/writes.js";
import { lockOwner } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";
import { authoredBy } from "../repositories/changing.js";
import { shortCodeClash } from "../repositories/shortCodeClash.js";
import type { CollectionOutcome } from "./outcome.js";

export type CreateCollection = NewCollectionInput & {
  /** URL of an organization or user; left out: the caller. */
  readonly owner?: string | null | undefined;
};

/** A collection that was made, with its URL. */
export interface CreatedCollection extends CollectionOutcome {
  readonly url: string;
}

/** Makes a collection without references. */
export async function createCollection(
  context: CommandContext,
  input: CreateCollection,
): Promise<Result<CreatedCollection, Failures>> {
  const { database, viewer, newUuid } = context;
  return await database.write(async ({ queries }) => {
    const owner = await chooseOwner(viewer, input.owner, (named) => ownerExists(queries, named));
    if (!owner.ok && !areFieldFaults(owner.failure)) return owner;
    const faults = newCollectionFaults(input);
    if (!owner.ok) return failed([...owner.failure, ...faults]);
    await lockOwner(queries, owner.value);
    const clash = await shortCodeClash(queries, owner.value, input.shortCode);
    const refused = refusal([...faults, ...clash]);
    if (refused) return failed(refused);
    const uid = newUuid();
    const shortCode = input.shortCode.trim();
    const made = { uid, owner: owner.value, shortCode, details: newCollectionDetails(input) };
    await insertCollection(queries, made, { ...authoredBy(context), kind: "CREATED" });
    const url = repositoryUrl({ owner: owner.value, kind: "COLLECTION", shortCode });
    return ok({ uid, message: null, url });
  });
}
