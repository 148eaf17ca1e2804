import { bytewise } from "../../kernel/bytewise.js";
import type { SearchableColumn } from "../../kernel/columns.js";
import { firstPlace } from "../../kernel/firstOf.js";
import type { TextColumn } from "../../kernel/textColumn.js";
import { type Key, type Slice, sliceWithin, type Window } from "../../kernel/window.js";

/** Members column by column: by code, then by the URLs of their code systems, which `urls` has by their ids. */
export interface OrderedMembers {
  readonly ids: ArrayLike<number>;
  readonly codes: TextColumn;
  /** 1 where it is. */
  readonly retired: ArrayLike<number>;
  readonly urls: Readonly<Record<number, string>>;
}

/** Which members a list shows. */
export interface ShownMembers {
  readonly readable: ReadonlySet<number>;
  readonly includeRetired: boolean;
}

const places = new WeakMap<OrderedMembers, Map<string, Uint32Array>>();

/** The places of the members that a list shows, in order. Worked out once for all who may read the same. */
export function placesOf(members: OrderedMembers, shown: ShownMembers): Uint32Array {
  const readable = Object.keys(members.urls).filter((id) => shown.readable.has(Number(id)));
  const key = `${shown.includeRetired} ${readable.join()}`;
  const known = places.get(members) ?? new Map<string, Uint32Array>();
  places.set(members, known);
  const found = known.get(key) ?? placesFound(members, shown);
  known.set(key, found);
  return found;
}

function placesFound(
  { ids, retired }: OrderedMembers,
  { readable, includeRetired }: ShownMembers,
): Uint32Array {
  const found = new Uint32Array(ids.length);
  let count = 0;
  for (let place = 0; place < ids.length; place += 1) {
    if (retired[place] === 1 && !includeRetired) continue;
    if (!readable.has(ids[place] ?? 0)) continue;
    found[count] = place;
    count += 1;
  }
  return count === found.length ? found : found.slice(0, count);
}

/** Places by descending code; what has one code stays in order of URL. */
function descending({ codes }: OrderedMembers, ascending: Uint32Array): Uint32Array {
  const turned = new Uint32Array(ascending.length);
  const alike = (one: number, other: number) =>
    codes.comparePlaces(ascending[one] ?? 0, ascending[other] ?? 0) === 0;
  for (let end = ascending.length; end > 0; ) {
    let start = end - 1;
    while (start > 0 && alike(start - 1, end - 1)) start -= 1;
    turned.set(ascending.subarray(start, end), ascending.length - end);
    end = start;
  }
  return turned;
}

/** Code and URL of a member: where it stands in its list. */
export function keyAt(
  { codes, ids, urls }: OrderedMembers,
  place: number,
): readonly [string, string] {
  return [codes.at(place) ?? "", urls[ids[place] ?? 0] ?? ""];
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
  for (const place of placesFrom(codes, code)) {
    if (isAsked(ids[place] ?? 0)) return place;
  }
  return null;
}

/** The places of a code in a column that is sorted by its bytes. */
export function placesEqual(column: SearchableColumn, code: string): readonly number[] {
  return [...placesFrom(column, code)];
}

function* placesFrom(column: SearchableColumn, code: string): Generator<number> {
  const compare = column.comparedWith(code);
  let place = firstPlace(column.length, (one) => compare(one) >= 0);
  for (; place < column.length && compare(place) === 0; place += 1) yield place;
}
