import { nameUuid } from "../../kernel/uuid.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { mergeAttributes, sameAttributes } from "./attributes.js";
import { NO_MAP, type Pair, type PairKey, pairKeyText } from "./content.js";
import type { PairRequest } from "./judgeMappings.js";
import { ATTRIBUTES_LIMIT } from "./limits.js";

/** What an edit does to the pairs: `closed` ones end, `opened` ones begin; a changed pair is in both. */
export interface PairChanges {
  readonly closed: readonly PairKey[];
  readonly opened: readonly Pair[];
}

/** The identifier of a pair: the same for ever, also after it was deleted and added again. */
export function pairIdentifier(crosswalk: string, key: PairKey): string {
  return nameUuid(crosswalk, key.sourceSystem, key.sourceCode, key.targetSystem, key.targetCode);
}

/** Key of the no-map of the mapping that a pair belongs to. */
export function noMapKey(key: PairKey): PairKey {
  return { ...key, targetCode: NO_MAP };
}

/**
 * What adding pairs changes. Attributes are laid over those that are there, a relationship is replaced when
 * given, a no-map ends when its source code gets a target. Pairs that stay as they are change nothing.
 * @param present the open pairs among those requested, and the no-maps of their source codes
 */
export function changesOfAdding(
  crosswalk: string,
  requests: readonly PairRequest[],
  present: readonly Pair[],
): PairChanges {
  const standing = new Map(present.map((pair) => [pairKeyText(pair), pair]));
  const closed = new Map<string, PairKey>();
  const opened: Pair[] = [];
  for (const request of requests) {
    const key = pairKeyText(request);
    const before = standing.get(key);
    const after = laidOver(crosswalk, request, before);
    if (before && unchanged(before, after)) continue;
    if (before) closed.set(key, keyOfPair(before));
    opened.push(after);
    const noMap = standing.get(pairKeyText(noMapKey(request)));
    if (noMap && request.targetCode !== NO_MAP) closed.set(pairKeyText(noMap), keyOfPair(noMap));
  }
  return { closed: [...closed.values()], opened };
}

function laidOver(crosswalk: string, request: PairRequest, before: Pair | undefined): Pair {
  const { sourceSystem, sourceCode, targetSystem, targetCode } = request;
  return {
    sourceSystem,
    sourceCode,
    targetSystem,
    targetCode,
    identifier: before?.identifier ?? pairIdentifier(crosswalk, request),
    relationship: request.relationship ?? before?.relationship ?? null,
    attributes: mergeAttributes(before?.attributes ?? [], request.attributes),
  };
}

/** What refuses a request after which a pair would have more attributes than one may have. */
export function attributeOverflows(
  requests: readonly PairRequest[],
  { opened }: PairChanges,
): readonly Failure[] {
  const overfull = new Map(
    opened
      .filter(({ attributes }) => attributes.length > ATTRIBUTES_LIMIT)
      .map((pair) => [pairKeyText(pair), pair.attributes.length]),
  );
  return requests.flatMap((request) => {
    const count = overfull.get(pairKeyText(request));
    if (count === undefined) return [];
    return [
      fieldInvalid(
        [...request.path, "customAttributes"],
        `Custom attributes: the pair would have ${count}; at most ${ATTRIBUTES_LIMIT} are allowed`,
      ),
    ];
  });
}

function unchanged(before: Pair, after: Pair): boolean {
  return (
    before.relationship === after.relationship &&
    sameAttributes(before.attributes, after.attributes)
  );
}

function keyOfPair({ sourceSystem, sourceCode, targetSystem, targetCode }: PairKey): PairKey {
  return { sourceSystem, sourceCode, targetSystem, targetCode };
}

/**
 * A source code can't both have targets and state that nothing corresponds: a no-map is refused where the
 * same request, or the crosswalk, gives its source code a target.
 * @param withTargets the source codes that have targets in the crosswalk, as their no-map's key text
 */
export function noMapConflicts(
  requests: readonly PairRequest[],
  withTargets: ReadonlySet<string>,
): readonly Failure[] {
  const requested = new Set(
    requests.filter(({ targetCode }) => targetCode !== NO_MAP).map((r) => pairKeyText(noMapKey(r))),
  );
  return requests
    .filter(({ targetCode }) => targetCode === NO_MAP)
    .filter((request) => {
      const key = pairKeyText(request);
      return requested.has(key) || withTargets.has(key);
    })
    .map(({ path, sourceCode }) =>
      fieldInvalid(
        [...path, "noMap"],
        `${sourceCode} has targets; delete them before stating that nothing corresponds to it`,
      ),
    );
}
