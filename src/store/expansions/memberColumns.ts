import { bytewise } from "../../kernel/bytewise.js";
import type { MemberConcepts, MemberMappings } from "../collections/gathered.js";

/** The concepts at some places of a list, in its order. */
export function conceptsAt(members: MemberConcepts, places: readonly number[]): MemberConcepts {
  const at = <Value>(column: readonly Value[]) => columnAt(column, places);
  return {
    ids: at(members.ids),
    codes: at(members.codes),
    versions: at(members.versions),
    revisions: at(members.revisions),
    retired: at(members.retired),
    urls: members.urls,
  };
}

/** The mappings at some places of a list, in its order. */
export function mappingsAt(members: MemberMappings, places: readonly number[]): MemberMappings {
  const at = <Value>(column: readonly Value[]) => columnAt(column, places);
  return {
    ids: at(members.ids),
    codes: at(members.codes),
    versions: at(members.versions),
    uids: at(members.uids),
    retired: at(members.retired),
    fromCodes: at(members.fromCodes),
    toCodes: at(members.toCodes),
  };
}

function columnAt<Value>(column: readonly Value[], places: readonly number[]): Value[] {
  return places.map((place) => {
    const value = column[place];
    if (value === undefined) throw new Error(`There is no member at ${place}`);
    return value;
  });
}

/** Concepts of several lists as one, in order; of several versions of one concept the newest. */
export function joinedConcepts(lists: readonly MemberConcepts[]): MemberConcepts {
  const [first] = lists;
  if (first && lists.length === 1) return first;
  const all: MemberConcepts = {
    ids: lists.flatMap(({ ids }) => ids),
    codes: lists.flatMap(({ codes }) => codes),
    versions: lists.flatMap(({ versions }) => versions),
    revisions: lists.flatMap(({ revisions }) => revisions),
    retired: lists.flatMap(({ retired }) => retired),
    urls: Object.assign({}, ...lists.map(({ urls }) => urls)),
  };
  const { codes, ids, urls } = all;
  const places = newestPlaces(all).sort(
    (one, other) =>
      bytewise(codes[one] ?? "", codes[other] ?? "") ||
      bytewise(urls[ids[one] ?? 0] ?? "", urls[ids[other] ?? 0] ?? ""),
  );
  return conceptsAt(all, places);
}

/** Mappings of several lists as one, in order; of several versions of one mapping the newest. */
export function joinedMappings(lists: readonly MemberMappings[]): MemberMappings {
  const [first] = lists;
  if (first && lists.length === 1) return first;
  const all: MemberMappings = {
    ids: lists.flatMap(({ ids }) => ids),
    codes: lists.flatMap(({ codes }) => codes),
    versions: lists.flatMap(({ versions }) => versions),
    uids: lists.flatMap(({ uids }) => uids),
    retired: lists.flatMap(({ retired }) => retired),
    fromCodes: lists.flatMap(({ fromCodes }) => fromCodes),
    toCodes: lists.flatMap(({ toCodes }) => toCodes),
  };
  const { fromCodes } = all;
  const places = newestPlaces(all).sort((one, other) =>
    bytewise(fromCodes[one] ?? "", fromCodes[other] ?? ""),
  );
  return mappingsAt(all, places);
}

/** Of each concept or mapping the place of its newest version, the first of these that are alike. */
function newestPlaces({
  ids,
  codes,
  versions,
}: Pick<MemberConcepts, "ids" | "codes" | "versions">): number[] {
  const newest = new Map<string, number>();
  for (const [place, id] of ids.entries()) {
    const key = `${id} ${codes[place]}`;
    const known = newest.get(key);
    if (known === undefined || (versions[place] ?? 0) > (versions[known] ?? 0))
      newest.set(key, place);
  }
  return [...newest.values()];
}
