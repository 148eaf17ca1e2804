/** The values of a row, in an order that both sides know. */
export type RowJson = readonly unknown[];

/**
 * Makes rows over their JSON: of hundreds in an answer, each is asked for three or four of its values. Their values
 * are not their own properties: such a row can't be spread.
 * @param names of the values, in their order
 */
export function rowsOverJson<Row extends object>(
  names: readonly (keyof Row & string)[],
): (json: RowJson) => Row {
  class JsonRow {
    constructor(readonly json: RowJson) {}
  }
  for (const [at, name] of names.entries()) {
    Object.defineProperty(JsonRow.prototype, name, {
      get(this: JsonRow) {
        return this.json[at];
      },
    });
  }
  return (json) => new JsonRow(json) as unknown as Row;
}
