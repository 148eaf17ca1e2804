import type { SearchableColumn } from "../../kernel/columns.js";
import { firstOf } from "../../kernel/firstOf.js";
import { placesEqual } from "../../rules/collections/memberOrder.js";
import type { MemberMappings } from "./gathered.js";
import type { ChosenMembers } from "./givenMembers.js";
import type { MemberMappingKey } from "./memberMappings.js";

/** The columns that mappings are not gathered in the order of. */
type Column = "uids" | "toCodes";

export type FoundMappings = ChosenMembers<MemberMappings>;

/** The places of a column in the order of what stands there: four bytes each. */
const made = new WeakMap<MemberMappings, Map<Column, Uint32Array>>();

/** The mappings of a collection that a list may have; which code systems their ends are of is not looked at. */
export function mappingsFor(
  members: MemberMappings,
  { concept, uid }: Pick<MemberMappingKey, "concept" | "uid">,
): FoundMappings {
  if (uid !== undefined) return { members, places: placesOf(members, "uids", uid) };
  if (!concept) return { members, places: null };
  const from = placesEqual(members.fromCodes, concept.code);
  if (!concept.inverse) return { members, places: from };
  const to = placesOf(members, "toCodes", concept.code);
  return { members, places: [...new Set([...from, ...to])] };
}

/** The mappings of a collection with a code at one of their ends, of whichever code system. */
export function mappingsAtEnd(
  members: MemberMappings,
  side: "FROM" | "TO",
  code: string,
): FoundMappings {
  const places =
    side === "FROM" ? placesEqual(members.fromCodes, code) : placesOf(members, "toCodes", code);
  return { members, places };
}

/** Whether the mapping with a uuid is a member. */
export function holdsMapping(mappings: MemberMappings, uid: string): boolean {
  return placesOf(mappings, "uids", uid).length > 0;
}

/** The places at which a value stands in a column. */
function placesOf(mappings: MemberMappings, name: Column, value: string): readonly number[] {
  const compare = mappings[name].comparedWith(value);
  const places = sorted(mappings, name);
  const found: number[] = [];
  for (let at = firstOf(places, (place) => compare(place) >= 0); at < places.length; at += 1) {
    const place = places[at] ?? 0;
    if (compare(place) !== 0) break;
    found.push(place);
  }
  return found;
}

/** The column in order; worked out when it is first asked for. */
function sorted(mappings: MemberMappings, name: Column): Uint32Array {
  const known = made.get(mappings) ?? new Map<Column, Uint32Array>();
  made.set(mappings, known);
  const found = known.get(name) ?? order(mappings[name]);
  known.set(name, found);
  return found;
}

function order(column: SearchableColumn): Uint32Array {
  const places = Uint32Array.from({ length: column.length }, (_, at) => at);
  return places.sort((one, other) => column.comparePlaces(one, other) || one - other);
}
