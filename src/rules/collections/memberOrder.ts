import { bytewise } from "../../kernel/bytewise.js";
import { firstOf } from "../../kernel/firstOf.js";
import { type Key, type Slice, sliceWithin, type Window } from "../../kernel/window.js";

/** Members column by column: by code, then by the URLs of their code systems, which `urls` has by their ids. */
export interface OrderedMembers {
  readonly ids: readonly number[];
  readonly codes: readonly string[];
  readonly retired: readonly boolean[];
  readonly urls: Readonly<Record<number, string>>;
}

/** Which members a list shows. */
export interface ShownMembers {
  readonly readable: ReadonlySet<number>;
  readonly includeRetired: boolean;
}

const places = new WeakMap<OrderedMembers, Map<string, readonly number[]>>();

/** The places of the members that a list shows, in order. Worked out once for all who may read the same. */
export function placesOf(members: OrderedMembers, shown: ShownMembers): readonly number[] {
  const readable = Object.keys(members.urls).filter((id) => shown.readable.has(Number(id)));
  const key = `${shown.includeRetired} ${readable.join()}`;
  const known = places.get(members) ?? new Map<string, readonly number[]>();
  places.set(members, known);
  const found = known.get(key) ?? placesFound(members, shown);
  known.set(key, found);
  return found;
}

function placesFound(
  { ids, retired }: OrderedMembers,
  { readable, includeRetired }: ShownMembers,
): readonly number[] {
  const found: number[] = [];
  for (let place = 0; place < ids.length; place += 1) {
    if (retired[place] && !includeRetired) continue;
    if (readable.has(ids[place] ?? 0)) found.push(place);
  }
  return found;
}

/** Places by descending code; what has one code stays in order of URL. */
function descending({ codes }: OrderedMembers, ascending: readonly number[]): readonly number[] {
  const turned: number[] = [];
  for (let end = ascending.length; end > 0; ) {
    let start = end - 1;
    const code = codes[ascending[start] ?? 0];
    while (start > 0 && codes[ascending[start - 1] ?? 0] === code) start -= 1;
    turned.push(...ascending.slice(start, end));
    end = start;
  }
  return turned;
}

/** Code and URL of a member: where it stands in its list. */
export function keyAt(
  { codes, ids, urls }: OrderedMembers,
  place: number,
): readonly [string, string] {
  return [codes[place] ?? "", urls[ids[place] ?? 0] ?? ""];
}

/** A window of the list of the members that are shown, as places. */
export function membersIn(
  members: OrderedMembers,
  shown: ShownMembers,
  { window, direction }: { readonly window: Window; readonly direction: "ASC" | "DESC" },
): Slice<number> {
  const ascending = placesOf(members, shown);
  const sign = direction === "ASC" ? 1 : -1;
  const compare = (place: number, [code, url]: Key) => {
    const [ownCode, ownUrl] = keyAt(members, place);
    return sign * bytewise(ownCode, String(code)) || bytewise(ownUrl, String(url));
  };
  const ordered = direction === "ASC" ? ascending : descending(members, ascending);
  return sliceWithin(ordered, window, compare);
}

/** The place of a member, by the id of its code system and its code; null where it is none. */
export function placeOfMember(
  members: Pick<OrderedMembers, "ids" | "codes">,
  { id, code }: { readonly id: number; readonly code: string },
): number | null {
  return placeUnder(members, code, (own) => own === id);
}

/** The first place of a member under a code, of a code system that is asked for; null where there is none. */
export function placeUnder(
  { ids, codes }: Pick<OrderedMembers, "ids" | "codes">,
  code: string,
  isAsked: (id: number) => boolean,
): number | null {
  let place = firstPlace(codes, code);
  while (codes[place] === code && !isAsked(ids[place] ?? 0)) place += 1;
  return codes[place] === code ? place : null;
}

/** The places of a code in a column that is sorted by its bytes. */
export function placesEqual(column: readonly string[], code: string): readonly number[] {
  const places: number[] = [];
  for (let place = firstPlace(column, code); column[place] === code; place += 1) places.push(place);
  return places;
}

function firstPlace(column: readonly string[], code: string): number {
  return firstOf(column, (own) => bytewise(own, code) >= 0);
}
