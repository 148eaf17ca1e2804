import { type ClashMessages, nameClashes } from "../../rules/references/nameClashes.js";
import { schemaOf } from "../../rules/repositories/validationSchemas.js";
import { sharedNames } from "../../store/collections/memberNames.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import {
  insertReferences,
  type NewReference,
  withdrawReferences,
} from "../../store/collections/referenceWrites.js";
import type { Queries } from "../../store/database.js";

/**
 * Which references the collection's validation schema keeps out, with what is to be said of each. They are
 * tried at the revision to come and withdrawn again, so that what they bring in is found as readers would find
 * it, whatever kind they are.
 */
export async function schemaRefusals(
  queries: Queries,
  { containerId, headRevision, customValidationSchema }: CollectionRow,
  wanted: readonly NewReference[],
): Promise<ReadonlyMap<NewReference, ClashMessages>> {
  if (schemaOf(customValidationSchema) === null || wanted.length === 0) return new Map();
  const trial = { containerId, revision: headRevision + 1 };
  const ids = await insertReferences(queries, trial, wanted);
  const clashes = nameClashes(await sharedNames(queries, trial), ids);
  await withdrawReferences(queries, ids);
  return new Map(
    wanted.flatMap((row, at) => {
      const messages = clashes.get(ids[at] ?? 0);
      return messages ? [[row, messages] as const] : [];
    }),
  );
}
