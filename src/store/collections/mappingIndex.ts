import { placesEqual } from "../../rules/collections/memberOrder.js";
import type { MemberMappings } from "./gathered.js";
import type { MemberMappingKey } from "./memberMappings.js";

export type FoundMappings = Pick<MemberMappings, "ids" | "codes" | "versions" | "uids">;

/** Where the mappings of one collection are by a column that they are not sorted by. */
type PlacesBy = ReadonlyMap<string, readonly number[]>;

const byUid = new WeakMap<MemberMappings, PlacesBy>();
const byTo = new WeakMap<MemberMappings, PlacesBy>();

/** The mappings of a collection that a list may have; which code systems their ends are of is not looked at. */
export function mappingsFor(
  mappings: MemberMappings,
  { concept, uid }: Pick<MemberMappingKey, "concept" | "uid">,
): FoundMappings {
  if (uid !== undefined) return mappingsAt(mappings, placesOfUid(mappings, uid));
  if (!concept) return mappings;
  const from = placesEqual(mappings.fromCodes, concept.code);
  if (!concept.inverse) return mappingsAt(mappings, from);
  return mappingsAt(mappings, [...new Set([...from, ...placesTo(mappings, concept.code)])]);
}

/** The mappings of a collection with a code at one of their ends, of whichever code system. */
export function mappingsAtEnd(
  mappings: MemberMappings,
  side: "FROM" | "TO",
  code: string,
): FoundMappings {
  const places = side === "FROM" ? placesEqual(mappings.fromCodes, code) : placesTo(mappings, code);
  return mappingsAt(mappings, places);
}

/** Whether the mapping with a uuid is a member. */
export function holdsMapping(mappings: MemberMappings, uid: string): boolean {
  return placesOfUid(mappings, uid).length > 0;
}

function placesOfUid(mappings: MemberMappings, uid: string): readonly number[] {
  return placesIn(byUid, mappings, mappings.uids).get(uid) ?? [];
}

function placesTo(mappings: MemberMappings, code: string): readonly number[] {
  return placesIn(byTo, mappings, mappings.toCodes).get(code) ?? [];
}

function mappingsAt(mappings: MemberMappings, places: readonly number[]): FoundMappings {
  const at = <Value>(column: readonly Value[]) => places.flatMap((place) => column[place] ?? []);
  return {
    ids: at(mappings.ids),
    codes: at(mappings.codes),
    versions: at(mappings.versions),
    uids: at(mappings.uids),
  };
}

function placesIn(
  known: WeakMap<MemberMappings, PlacesBy>,
  mappings: MemberMappings,
  column: readonly string[],
): PlacesBy {
  const made = known.get(mappings) ?? placesBy(column);
  known.set(mappings, made);
  return made;
}

function placesBy(column: readonly string[]): PlacesBy {
  const places = new Map<string, number[]>();
  for (const [place, value] of column.entries()) {
    const found = places.get(value);
    if (found) found.push(place);
    else places.set(value, [place]);
  }
  return places;
}
