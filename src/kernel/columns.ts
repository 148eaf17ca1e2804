/** Values by their places, from 0. */
export interface Column<Value> {
  readonly length: number;
  /** Undefined where no value has the place; places count from the start alone. */
  at(place: number): Value | undefined;
}

/** Texts that can be looked for without reading them. */
export interface SearchableColumn extends Column<string> {
  /** How the text at a place stands to another one, by their bytes: under 0, 0, or above 0. */
  comparedWith(text: string): (place: number) => number;
  /** How the texts at two places stand to each other. */
  comparePlaces(one: number, other: number): number;
}

/** The values at some places, in their order; all of them where no places are named. */
export function valuesAt<Value>(
  column: Column<Value>,
  places: readonly number[] | null = null,
): Value[] {
  const value = (place: number): Value => {
    const found = column.at(place);
    if (found === undefined) throw new Error(`The column has nothing at ${place}`);
    return found;
  };
  return places ? places.map(value) : Array.from({ length: column.length }, (_, at) => value(at));
}

/** Several columns of whole numbers of 32 bits as one. */
export function joinedNumbers(columns: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    joined.set(column, at);
    at += column.length;
  }
  return joined;
}
