import { failed, ok, type Result } from "../../kernel/result.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { newCollectionFaults } from "../../rules/collections/details.js";
import { type Failures, fieldInvalid, resourceNotFound } from "../../rules/failure.js";
import type { ReferenceMode } from "../../rules/references/expandRequest.js";
import { CODES_OF_CROSSWALK, REFERENCES_PER_REQUEST } from "../../rules/references/limits.js";
import { repositoryUrl } from "../../rules/repositories/urls.js";
import {
  type CrosswalkSide,
  codesOfSide,
  type SideCode,
  versionWithSides,
} from "../../store/crosswalks/sides.js";
import type { Queries } from "../../store/database.js";
import { within } from "../../store/within.js";
import { type CreateCollection, createCollection } from "../collections/createCollection.js";
import type { CommandContext } from "../context.js";
import { type AddedReferences, addReferences, type ReferenceOutcome } from "./addReferences.js";

export type CreateCollectionFromCrosswalk = CreateCollection & {
  /** The crosswalk's identifier. */
  readonly crosswalk: string;
  /** The number of its version; null: the newest published one. */
  readonly version?: number | null | undefined;
  readonly side: CrosswalkSide;
  readonly mode: ReferenceMode;
};

/**
 * Makes a collection with a reference to each code of one side of a crosswalk: whole or not at all. A code
 * that can't be referred to is answered and left out.
 */
export async function createCollectionFromCrosswalk(
  context: CommandContext,
  { crosswalk, version, side, mode, ...input }: CreateCollectionFromCrosswalk,
): Promise<Result<AddedReferences, Failures>> {
  return await context.database.write(async (transaction) => {
    const named = { crosswalk, version: version ?? null, side };
    const codes = await sideCodes(transaction.queries, context, named);
    if (!codes.ok) return codes;
    if (codes.value.length > CODES_OF_CROSSWALK) {
      const message = `The ${side.toLowerCase()} side has more than ${CODES_OF_CROSSWALK} codes`;
      return failed([fieldInvalid(["crosswalk"], message), ...newCollectionFaults(input)]);
    }
    const inside = { ...context, database: within(context.database, transaction) };
    const created = await createCollection(inside, input);
    if (!created.ok) return created;
    const { uid, url } = created.value;
    const results: ReferenceOutcome[] = [];
    for (let at = 0; at < codes.value.length; at += REFERENCES_PER_REQUEST) {
      const references = codes.value.slice(at, at + REFERENCES_PER_REQUEST).map(referenceTo);
      const added = await addReferences(inside, { collection: url, references, mode });
      // The collection is new, and the caller's own: there is nothing that could be refused.
      if (!added.ok) throw new Error(added.failure[0].message);
      for (const result of added.value.results) results.push(result);
    }
    return ok({ collection: uid, results });
  });
}

interface NamedSide {
  readonly crosswalk: string;
  readonly version: number | null;
  readonly side: CrosswalkSide;
}

async function sideCodes(
  queries: Queries,
  { viewer }: CommandContext,
  { crosswalk, version, side }: NamedSide,
): Promise<Result<readonly SideCode[], Failures>> {
  const identifier = canonicalUuid(crosswalk);
  const named = { identifier: identifier ?? "", ordinal: version };
  const found = identifier === null ? null : await versionWithSides(queries, viewer, named);
  if (!found) {
    return failed([resourceNotFound(["crosswalk"], `There is no crosswalk ${crosswalk}.`)]);
  }
  if (!found.version) {
    const message =
      version === null
        ? `The crosswalk ${crosswalk} has no published version.`
        : `The crosswalk ${crosswalk} has no version ${version}.`;
    return failed([resourceNotFound(["version"], message)]);
  }
  return ok(await codesOfSide(queries, found.version, side, CODES_OF_CROSSWALK + 1));
}

function referenceTo({ owner, shortCode, code }: SideCode) {
  return { system: repositoryUrl({ owner, kind: "CODE_SYSTEM", shortCode }), code };
}
