import { firstOf } from "../../kernel/firstOf.js";
import { placesEqual } from "../../rules/collections/memberOrder.js";
import type { MemberMappings } from "./gathered.js";
import type { MemberMappingKey } from "./memberMappings.js";

/** A column, and its places in the order of what stands there: four bytes each. */
interface Sorted {
  readonly column: readonly string[];
  readonly places: Uint32Array;
}

/** The columns that mappings are not gathered in the order of. */
type Column = "uids" | "toCodes";

export type FoundMappings = Pick<MemberMappings, "ids" | "codes" | "versions" | "uids">;

const made = new WeakMap<MemberMappings, Map<Column, Sorted>>();

/** The mappings of a collection that a list may have; which code systems their ends are of is not looked at. */
export function mappingsFor(
  mappings: MemberMappings,
  { concept, uid }: Pick<MemberMappingKey, "concept" | "uid">,
): FoundMappings {
  if (uid !== undefined) return mappingsAt(mappings, placesOf(mappings, "uids", uid));
  if (!concept) return mappings;
  const from = placesEqual(mappings.fromCodes, concept.code);
  if (!concept.inverse) return mappingsAt(mappings, from);
  const to = placesOf(mappings, "toCodes", concept.code);
  return mappingsAt(mappings, [...new Set([...from, ...to])]);
}

/** The mappings of a collection with a code at one of their ends, of whichever code system. */
export function mappingsAtEnd(
  mappings: MemberMappings,
  side: "FROM" | "TO",
  code: string,
): FoundMappings {
  const places =
    side === "FROM" ? placesEqual(mappings.fromCodes, code) : placesOf(mappings, "toCodes", code);
  return mappingsAt(mappings, places);
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
  const first = firstOf(places, (place) => valueAt(column, place) >= value);
  const found: number[] = [];
  for (const place of places.subarray(first)) {
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
  return Uint32Array.from(column.keys()).sort((one, other) => {
    const [first, second] = [valueAt(column, one), valueAt(column, other)];
    return first < second ? -1 : first > second ? 1 : one - other;
  });
}

function valueAt(column: readonly string[], place: number | undefined): string {
  return column[place ?? -1] ?? "";
}
