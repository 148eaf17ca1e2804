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
