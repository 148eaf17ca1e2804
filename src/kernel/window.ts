import { firstOf } from "./firstOf.js";

/**
 * Which part of an ordered list is asked for: a page by its number, or so many items after (or before)
 * a key. `size` is at least 1. A key is the ordering values of one item.
 */
export type Key = readonly (string | number)[];

export type Window =
  | {
      readonly by: "page";
      readonly size: number;
      readonly number: number;
      /** How many items lie before the first page. */
      readonly offset?: number;
    }
  | {
      readonly by: "cursor";
      readonly size: number;
      readonly after: Key | null;
      readonly before: Key | null;
      /** True for `last`: the items nearest to the end are taken, and still answered in order. */
      readonly backward: boolean;
    };

/** A window's items in order, and whether there are more on either side. */
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** How many items lie before a page. */
export function skippedBefore({ size, number, offset = 0 }: Window & { by: "page" }): number {
  return offset + (number - 1) * size;
}

/** Cuts a slice from rows read with one more than asked for, in reading direction. */
export function sliceOf<Item>(rows: readonly Item[], window: Window): Slice<Item> {
  const more = rows.length > window.size;
  const taken = more ? rows.slice(0, window.size) : rows;
  if (window.by === "page") {
    return { items: taken, hasNext: more, hasPrevious: skippedBefore(window) > 0 };
  }
  return window.backward
    ? { items: taken.toReversed(), hasNext: window.before !== null, hasPrevious: more }
    : { items: taken, hasNext: more, hasPrevious: window.after !== null };
}

/** An array, of numbers a typed one too. */
interface Sliceable<Item> extends ArrayLike<Item> {
  slice(start: number, end: number): Iterable<Item>;
}

/**
 * The slice of a list that is all at hand.
 * @param compare how an item stands to a key in the order of the list: under 0, 0, or above 0
 */
export function sliceWithin<Item>(
  items: Sliceable<Item>,
  window: Window,
  compare: (item: Item, key: Key) => number,
): Slice<Item> {
  if (window.by === "page") {
    const skipped = skippedBefore(window);
    return sliceOf([...items.slice(skipped, skipped + window.size + 1)], window);
  }
  const { after, before, backward, size } = window;
  const from = after === null ? 0 : firstOf(items, (item) => compare(item, after) > 0);
  const to = before === null ? items.length : firstOf(items, (item) => compare(item, before) >= 0);
  const between = backward
    ? [...items.slice(Math.max(from, to - size - 1), Math.max(from, to))].reverse()
    : [...items.slice(from, Math.min(to, from + size + 1))];
  return sliceOf(between, window);
}
