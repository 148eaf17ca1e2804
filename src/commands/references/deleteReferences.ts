import { failed, ok, type Result } from "../../kernel/result.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { type Failures, refusal, resourceNotFound } from "../../rules/failure.js";
import {
  type Deletable,
  type DeletionRequest,
  deletableOf,
  deletionFaults,
  meansAll,
  unversionedIdentity,
} from "../../rules/references/deletions.js";
import { DELETED, NOT_IN_COLLECTION } from "../../rules/references/messages.js";
import { isStorable } from "../../rules/text.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import { cascadedReferences } from "../../store/collections/referenceCascades.js";
import {
  closeReferences,
  type OpenReference,
  openReferences,
} from "../../store/collections/referenceWrites.js";
import type { Queries } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { beginAuthoring } from "../repositories/changing.js";
import { byOwner } from "./byOwner.js";
import { changeReferences } from "./changing.js";
import { locateReferences } from "./resolveReferences.js";

export interface DeleteReferences extends DeletionRequest {
  /** The collection's URL. */
  readonly collection: string;
}

/** What became of one reference that was to be deleted, or went with another. */
export interface DeletionOutcome {
  readonly expression: string;
  readonly deleted: boolean;
  readonly message: string;
}

export interface DeletedReferences {
  readonly collection: string;
  readonly results: readonly DeletionOutcome[];
}

/**
 * Deletes references from HEAD of a collection, all of them in one revision. Where none of those that are
 * named is there, the request is refused; where there is nothing to delete, there is no revision.
 */
export async function deleteReferences(
  context: CommandContext,
  request: DeleteReferences,
): Promise<Result<DeletedReferences, Failures>> {
  return await changeReferences(context, request.collection, async (queries, collection) => {
    const refused = refusal(deletionFaults(request));
    if (refused) return failed(refused);
    const named = await namedReferences(queries, context, collection, request);
    const ids = new Set(named.flatMap(({ found }) => found.map(({ id }) => id)));
    if (ids.size === 0) {
      const field = request.ids?.length ? "ids" : "references";
      return meansAll(request)
        ? ok({ collection: collection.uid, results: [] })
        : failed([resourceNotFound([field], NOT_IN_COLLECTION)]);
    }
    const along = await cascadedReferences(
      queries,
      collection,
      [...ids],
      request.cascade ?? "NONE",
    );
    for (const { id } of along) ids.add(id);
    const { containerId } = collection;
    const revision = await beginAuthoring(queries, context, containerId, {
      kind: "REFERENCES_DELETED",
    });
    await closeReferences(queries, { containerId, revision }, [...ids]);
    return ok({ collection: collection.uid, results: outcomes(named, along) });
  });
}

/** Something that names references, and the references that it names. */
interface Named {
  readonly requested: string | null;
  readonly found: readonly OpenReference[];
}

async function namedReferences(
  queries: Queries,
  context: CommandContext,
  { containerId }: CollectionRow,
  request: DeletionRequest,
): Promise<readonly Named[]> {
  if (meansAll(request)) {
    const found = await openReferences(queries, containerId, { all: true });
    return found.map((one) => ({ requested: null, found: [one] }));
  }
  if (request.ids?.length) {
    const uids = request.ids.flatMap((id) => canonicalUuid(id) ?? []);
    const found = await openReferences(queries, containerId, { uids });
    return request.ids.map((id) => ({
      requested: id,
      found: found.filter(({ uid }) => uid === canonicalUuid(id)),
    }));
  }
  return await byExpressions(queries, context, containerId, request);
}

async function byExpressions(
  queries: Queries,
  { viewer }: CommandContext,
  containerId: number,
  { references, matchUnversioned }: DeletionRequest,
): Promise<readonly Named[]> {
  const caller = viewer.user?.name ?? null;
  const asked = (references ?? []).map((text) => deletableOf(text, caller));
  const identities = matchUnversioned
    ? await identitiesOf(queries, viewer, asked)
    : new Map<Deletable, string>();
  const found = await openReferences(queries, containerId, {
    expressions: asked.flatMap(({ expressions }) => expressions).filter(isStorable),
    identities: [...identities.values()],
  });
  const byExpression = grouped(found, ({ expression }) => expression);
  const byIdentity = grouped(found, ({ identity }) => identity);
  return asked.map((one) => ({
    requested: one.requested,
    found: [
      ...new Set([
        ...one.expressions.flatMap((text) => byExpression.get(text) ?? []),
        ...(byIdentity.get(identities.get(one) ?? "") ?? []),
      ]),
    ],
  }));
}

function grouped(
  references: readonly OpenReference[],
  key: (reference: OpenReference) => string,
): ReadonlyMap<string, readonly OpenReference[]> {
  const groups = new Map<string, OpenReference[]>();
  for (const one of references) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

async function identitiesOf(
  queries: Queries,
  viewer: CommandContext["viewer"],
  asked: readonly Deletable[],
): Promise<ReadonlyMap<Deletable, string>> {
  const read = asked.flatMap((one) =>
    one.definition ? [{ one, definition: one.definition }] : [],
  );
  const located = await locateReferences(
    queries,
    viewer,
    read.map(({ definition }) => definition),
  );
  return new Map(
    read.flatMap(({ one }, at) => {
      const reference = located[at];
      const identity = reference ? unversionedIdentity(byOwner(reference)) : null;
      return identity === null ? [] : [[one, identity] as const];
    }),
  );
}

/** A reference that several name is deleted by the first of them. */
function outcomes(
  named: readonly Named[],
  along: readonly OpenReference[],
): readonly DeletionOutcome[] {
  const deleted = ({ expression }: OpenReference) => ({
    expression,
    deleted: true,
    message: DELETED,
  });
  const gone = new Set<number>();
  const results = named.flatMap(({ requested, found }): readonly DeletionOutcome[] => {
    const own = found.filter(({ id }) => !gone.has(id));
    for (const { id } of own) gone.add(id);
    if (own.length > 0) return own.map(deleted);
    return [{ expression: requested ?? "", deleted: false, message: NOT_IN_COLLECTION }];
  });
  return [...results, ...along.filter(({ id }) => !gone.has(id)).map(deleted)];
}
