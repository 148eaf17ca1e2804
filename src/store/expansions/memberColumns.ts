import { bytewise } from "../../kernel/bytewise.js";
import { joinedNumbers } from "../../kernel/columns.js";
import { TextColumn } from "../../kernel/textColumn.js";
import { UuidColumn } from "../../kernel/uuidColumn.js";
import type { MemberConcepts, MemberKeys, MemberMappings } from "../collections/gathered.js";

/** The concepts at some places of a list, in its order. */
export function conceptsAt(members: MemberConcepts, places: readonly number[]): MemberConcepts {
  return {
    ...keysAt(members, places),
    revisions: numbersAt(members.revisions, places),
    urls: members.urls,
  };
}

/** The mappings at some places of a list, in its order. */
export function mappingsAt(members: MemberMappings, places: readonly number[]): MemberMappings {
  return {
    ...keysAt(members, places),
    uids: members.uids.picked(places),
    fromCodes: members.fromCodes.picked(places),
    toCodes: members.toCodes.picked(places),
  };
}

/** Concepts of several lists as one, in order; of several versions of one concept the newest. */
export function joinedConcepts(lists: readonly MemberConcepts[]): MemberConcepts {
  const [first] = lists;
  if (first && lists.length === 1) return first;
  const all: MemberConcepts = {
    ...joinedKeys(lists),
    revisions: joinedNumbers(lists.map(({ revisions }) => revisions)),
    urls: Object.assign({}, ...lists.map(({ urls }) => urls)),
  };
  const { codes, ids, urls } = all;
  const places = newestPlaces(all).sort(
    (one, other) =>
      codes.comparePlaces(one, other) ||
      bytewise(urls[ids[one] ?? 0] ?? "", urls[ids[other] ?? 0] ?? ""),
  );
  return conceptsAt(all, places);
}

/** Mappings of several lists as one, in order; of several versions of one mapping the newest. */
export function joinedMappings(lists: readonly MemberMappings[]): MemberMappings {
  const [first] = lists;
  if (first && lists.length === 1) return first;
  const all: MemberMappings = {
    ...joinedKeys(lists),
    uids: UuidColumn.joined(lists.map(({ uids }) => uids)),
    fromCodes: TextColumn.joined(lists.map(({ fromCodes }) => fromCodes)),
    toCodes: TextColumn.joined(lists.map(({ toCodes }) => toCodes)),
  };
  const places = newestPlaces(all).sort((one, other) => all.fromCodes.comparePlaces(one, other));
  return mappingsAt(all, places);
}

type Keys = MemberKeys & Pick<MemberMappings, "retired">;

function keysAt({ ids, codes, versions, retired }: Keys, places: readonly number[]): Keys {
  return {
    ids: numbersAt(ids, places),
    codes: codes.picked(places),
    versions: numbersAt(versions, places),
    retired: Uint8Array.from(places, (place) => retired[place] ?? 0),
  };
}

function numbersAt(column: Int32Array, places: readonly number[]): Int32Array {
  return Int32Array.from(places, (place) => column[place] ?? 0);
}

function joinedKeys(lists: readonly Keys[]): Keys {
  return {
    ids: joinedNumbers(lists.map(({ ids }) => ids)),
    codes: TextColumn.joined(lists.map(({ codes }) => codes)),
    versions: joinedNumbers(lists.map(({ versions }) => versions)),
    retired: Buffer.concat(lists.map(({ retired }) => retired)),
  };
}

/** Of each concept or mapping the place of its newest version, the first of these that are alike. */
function newestPlaces({ ids, codes, versions }: MemberKeys): number[] {
  const newest = new Map<string, number>();
  for (const [place, id] of ids.entries()) {
    const key = `${id} ${codes.at(place)}`;
    const known = newest.get(key);
    if (known === undefined || (versions[place] ?? 0) > (versions[known] ?? 0))
      newest.set(key, place);
  }
  return [...newest.values()];
}
