/**
 * The place of the first item that a test holds for, which it does for all after it; where it holds for none, how
 * many there are.
 */
export function firstOf<Item>(items: ArrayLike<Item>, holds: (item: Item) => boolean): number {
  return firstPlace(items.length, (place) => {
    const item = items[place];
    return item !== undefined && holds(item);
  });
}

/** The same over places from 0, as many as are given. */
export function firstPlace(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
