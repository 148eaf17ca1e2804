import type { MemberMappings } from "./gathered.js";
import type { MemberMappingKey } from "./memberMappings.js";

/** A column, and its places in the order of what stands there: four bytes each. */
interface Sorted {
  readonly column: readonly string[];
  readonly places: Uint32Array;
}

type Column = "uids" | "fromCodes" | "toCodes";

type FoundMappings = Pick<MemberMappings, "ids" | "codes" | "versions" | "uids">;

const made = new WeakMap<MemberMappings, Map<Column, Sorted>>();

/** The mappings of a collection that a list may have; which code systems their ends are of is not looked at. */
export function mappingsFor(
  mappings: MemberMappings,
  { concept, uid }: Pick<MemberMappingKey, "concept" | "uid">,
): FoundMappings {
  if (!concept && uid === undefined) return mappings;
  const places =
    uid !== undefined
      ? placesOf(mappings, "uids", uid)
      : [
          ...placesOf(mappings, "fromCodes", concept?.code ?? ""),
          ...(concept?.inverse ? placesOf(mappings, "toCodes", concept.code) : []),
        ];
  return mappingsAt(mappings, [...new Set(places)]);
}

/** The mappings of a collection with a code at one of their ends, of whichever code system. */
export function mappingsAtEnd(
  mappings: MemberMappings,
  side: "FROM" | "TO",
  code: string,
): FoundMappings {
  return mappingsAt(mappings, placesOf(mappings, side === "FROM" ? "fromCodes" : "toCodes", code));
}

/** Whether the mapping with a uuid is a member. */
export function holdsMapping(mappings: MemberMappings, uid: string): boolean {
  return placesOf(mappings, "uids", uid).length > 0;
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

/** The places at which a value stands in a column. */
function placesOf(mappings: MemberMappings, name: Column, value: string): readonly number[] {
  const { column, places } = sorted(mappings, name);
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(column, places[middle]) < value) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (const place of places.subarray(low)) {
    if (column[place] !== value) break;
    found.push(place);
  }
  return found;
}

/** The column in order; worked out when it is first asked for. */
function sorted(mappings: MemberMappings, name: Column): Sorted {
  const known = made.get(mappings) ?? new Map<Column, Sorted>();
  made.set(mappings, known);
  const found = known.get(name) ?? { column: mappings[name], places: order(mappings[name]) };
  known.set(name, found);
  return found;
}

function order(column: readonly string[]): Uint32Array {
  const places = new Uint32Array(column.length);
  let isSorted = true;
  for (let place = 0; place < column.length; place += 1) {
    places[place] = place;
    if (place > 0 && valueAt(column, place) < valueAt(column, place - 1)) isSorted = false;
  }
  // That of the codes that are mapped is in order already.
  if (isSorted) return places;
  return places.sort((one, other) => {
    const [first, second] = [valueAt(column, one), valueAt(column, other)];
    return first < second ? -1 : first > second ? 1 : one - other;
  });
}

function valueAt(column: readonly string[], place: number | undefined): string {
  return column[place ?? -1] ?? "";
}
