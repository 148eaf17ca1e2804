import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import {
  type Delivering,
  deliveringOf,
  writtenReferences,
} from "../../store/collections/previews.js";
import type { NewReference } from "../../store/collections/referenceWrites.js";
import { rehearse } from "../../store/rehearsal.js";
import { within } from "../../store/within.js";
import type { CommandContext } from "../context.js";
import { authoredBy } from "../repositories/changing.js";
import { type AddReferences, addReferences, type ReferenceOutcome } from "./addReferences.js";

/** What adding one reference would bring. */
export interface PreviewedReference extends Delivering {
  /** As it would be stored, or as it was asked for. */
  readonly reference: string;
  readonly include: boolean;
  /** Why it would not be added; null: it would. */
  readonly message: string | null;
}

const nothing: Delivering = { conceptCount: 0, mappingCount: 0, concepts: [], mappings: [] };

/**
 * What an addition of references would bring, each by itself: the very addition, taken back. The collection
 * is locked no longer than for the addition; what the references deliver is read without it.
 */
export async function previewReferences(
  context: CommandContext,
  request: AddReferences,
): Promise<Result<readonly PreviewedReference[], Failures>> {
  const added = await addedForNow(context, request);
  if (!added.ok) return added;
  const { results, written } = added.value;
  const ids = [...written.keys()];
  const made = { ...authoredBy(context), uid: context.newUuid() };
  const delivering = await rehearse(context.database, ({ queries }) =>
    deliveringOf(queries, context.viewer, [...written.values()], made),
  );
  const ofReference = new Map(ids.map((id, at) => [id, delivering[at] ?? nothing]));
  return ok(
    results.map(({ added: would, expression, include, messages, reference }) => ({
      reference: expression,
      include: include ?? !request.exclude,
      message: would ? null : messages.join(" "),
      ...((reference === null ? null : ofReference.get(reference)) ?? nothing),
    })),
  );
}

interface AddedForNow {
  readonly results: readonly ReferenceOutcome[];
  readonly written: ReadonlyMap<number, NewReference>;
}

async function addedForNow(
  context: CommandContext,
  request: AddReferences,
): Promise<Result<AddedForNow, Failures>> {
  const { database } = context;
  return await rehearse(database, async (transaction) => {
    const inside = { ...context, database: within(database, transaction) };
    const added = await addReferences(inside, request);
    if (!added.ok) return added;
    const { results } = added.value;
    const ids = results.flatMap(({ reference }) => (reference === null ? [] : [reference]));
    return ok({ results, written: await writtenReferences(transaction.queries, ids) });
  });
}
