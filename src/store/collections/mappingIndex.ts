import type { MemberMappings } from "./gathered.js";
import type { MemberMappingKey } from "./memberMappings.js";

/** Where the mappings of one collection are by their uuids, and by the codes at their ends. */
interface MappingIndex {
  readonly byUid: ReadonlyMap<string, readonly number[]>;
  readonly byFrom: ReadonlyMap<string, readonly number[]>;
  readonly byTo: ReadonlyMap<string, readonly number[]>;
}

type FoundMappings = Pick<MemberMappings, "ids" | "codes" | "versions" | "uids">;

const made = new WeakMap<MemberMappings, MappingIndex>();

/** The mappings of a collection that a list may have; which code systems their ends are of is not looked at. */
export function mappingsFor(
  mappings: MemberMappings,
  { concept, uid }: Pick<MemberMappingKey, "concept" | "uid">,
): FoundMappings {
  if (!concept && uid === undefined) return mappings;
  const { byUid, byFrom, byTo } = indexOf(mappings);
  const places =
    uid !== undefined
      ? (byUid.get(uid) ?? [])
      : [
          ...(byFrom.get(concept?.code ?? "") ?? []),
          ...((concept?.inverse && byTo.get(concept.code)) || []),
        ];
  return mappingsAt(mappings, [...new Set(places)]);
}

/** The mappings of a collection with a code at one of their ends, of whichever code system. */
export function mappingsAtEnd(
  mappings: MemberMappings,
  side: "FROM" | "TO",
  code: string,
): FoundMappings {
  const { byFrom, byTo } = indexOf(mappings);
  return mappingsAt(mappings, (side === "FROM" ? byFrom : byTo).get(code) ?? []);
}

/** Whether the mapping with a uuid is a member. */
export function holdsMapping(mappings: MemberMappings, uid: string): boolean {
  return indexOf(mappings).byUid.has(uid);
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

function indexOf(mappings: MemberMappings): MappingIndex {
  const known = made.get(mappings);
  if (known) return known;
  const index = {
    byUid: placesBy(mappings.uids),
    byFrom: placesBy(mappings.fromCodes),
    byTo: placesBy(mappings.toCodes),
  };
  made.set(mappings, index);
  return index;
}

function placesBy(column: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, value] of column.entries()) {
    const found = places.get(value);
    if (found) found.push(place);
    else places.set(value, [place]);
  }
  return places;
}
