import { failed, ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import {
  expandRequest,
  type ReferenceMode,
  type ReferenceRequest,
  tooManyLists,
} from "../../rules/references/expandRequest.js";
import { addedMessage, INVALID_EXPRESSION, NOT_UNIQUE } from "../../rules/references/messages.js";
import { admitted, candidateKey } from "../../rules/references/uniqueness.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import {
  insertReferences,
  type NewReference,
  presentReferences,
} from "../../store/collections/referenceWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { beginAuthoring } from "../repositories/changing.js";
import { changeReferences } from "./changing.js";
import { nestingFaults } from "./nesting.js";
import { newReference } from "./newReference.js";
import { schemaRefusals } from "./schemaRefusals.js";
import {
  type RefusedReference,
  type WantedReference,
  wantedReferences,
} from "./wantedReferences.js";

export interface AddReferences extends ReferenceRequest {
  /** The collection's URL. */
  readonly collection: string;
  readonly mode: ReferenceMode;
}

/** What became of one reference that was asked for, or came along. */
export interface ReferenceOutcome {
  readonly added: boolean;
  /** As it is stored, or as it was asked for. */
  readonly expression: string;
  readonly messages: readonly [string, ...string[]];
  /** Null: what was asked for can't be read. */
  readonly include: boolean | null;
  /** The reference that was added. */
  readonly reference: number | null;
}

export interface AddedReferences {
  readonly collection: string;
  readonly results: readonly ReferenceOutcome[];
}

/**
 * Adds references to HEAD of a collection, all of them in one revision; where none can be added there is no
 * revision. A reference that can't be is answered and keeps none of the others out.
 * @param tell told how many of those that are asked for have been looked up
 */
export async function addReferences(
  context: CommandContext,
  request: AddReferences,
  tell: (done: number, total: number) => void = () => {},
): Promise<Result<AddedReferences, Failures>> {
  const { viewer } = context;
  return await changeReferences(context, request.collection, async (queries, collection) => {
    const asked = expandRequest(request, viewer.user?.name ?? null);
    if (!asked.ok) return asked;
    const { length } = asked.value;
    tell(0, length);
    const wanted = await wantedReferences(queries, viewer, asked.value, request.mode);
    if (!wanted.ok) return wanted;
    tell(length, length);
    const nested = await nestedRefused(queries, collection, wanted.value);
    return await writeWanted(queries, context, collection, nested);
  });
}

type Answered = WantedReference | RefusedReference;

/** Refuses what would bring a collection into itself, and what is nested too deep. */
async function nestedRefused(
  queries: Queries,
  { containerId }: CollectionRow,
  answered: readonly Answered[],
): Promise<readonly Answered[]> {
  const wanted = answered.filter((one) => "definition" in one);
  const faults = await nestingFaults(queries, containerId, wanted);
  const hints = new Map(wanted.map((one, at) => [one, faults[at] ?? null]));
  return answered.map((one) => {
    const hint = "definition" in one ? (hints.get(one) ?? null) : null;
    if (hint === null || !("definition" in one)) return one;
    const { requested, definition } = one;
    return { requested, hint, include: definition.include };
  });
}

async function writeWanted(
  queries: Queries,
  context: CommandContext,
  collection: CollectionRow,
  answered: readonly Answered[],
): Promise<Result<AddedReferences, Failures>> {
  const { uid, containerId, name } = collection;
  const wanted = answered.filter((one) => "definition" in one);
  const rows = wanted.map((one) => newReference(one, null, context));
  const identities = rows.map(({ identity }) => identity);
  const { present, lists } = await presentReferences(queries, containerId, identities);
  const candidates = rows.map((row, at) => ({ ...row, cascaded: wanted[at]?.cascaded ?? false }));
  const admissions = admitted(candidates, new Set(present.map(candidateKey)));
  const unique = rows.filter((_, at) => admissions[at] === "ADDED");
  const newLists = unique.filter(({ kind }) => kind === "LIST").length;
  const excess = newLists > 0 ? tooManyLists(lists + newLists) : null;
  if (excess) return failed([excess]);
  const clashes = await schemaRefusals(queries, collection, unique);
  const added = unique.filter((row) => !clashes.has(row));
  const ids = added.length === 0 ? [] : await write(queries, context, containerId, added);
  const idOf = new Map(added.map((row, at) => [row, ids[at] ?? null]));
  const outcomes = new Map(
    wanted.map((one, at) => {
      const row = rows[at];
      if (!row || admissions[at] === "LEFT_OUT") return [one, null];
      if (admissions[at] === "NOT_UNIQUE") {
        return [one, refused(one.requested, row.include, NOT_UNIQUE)];
      }
      const clash = clashes.get(row);
      if (clash) return [one, refused(one.requested, row.include, ...clash)];
      const message = addedMessage(row.definition, { pinned: one.pinned, collection: name });
      const { expression, include } = row;
      const reference = idOf.get(row) ?? null;
      return [one, { added: true, expression, messages: [message] as const, include, reference }];
    }),
  );
  const results = answered.flatMap((one) =>
    "definition" in one
      ? (outcomes.get(one) ?? [])
      : [refused(one.requested, one.include, INVALID_EXPRESSION, one.hint)],
  );
  return ok({ collection: uid, results });
}

function refused(
  expression: string,
  include: boolean | null,
  ...messages: readonly [string, ...string[]]
): ReferenceOutcome {
  return { added: false, expression, messages, include, reference: null };
}

async function write(
  queries: Queries,
  context: CommandContext,
  containerId: number,
  added: readonly NewReference[],
): Promise<readonly number[]> {
  const revision = await beginAuthoring(queries, context, containerId, {
    kind: "REFERENCES_ADDED",
  });
  return await insertReferences(queries, { containerId, revision }, added);
}
