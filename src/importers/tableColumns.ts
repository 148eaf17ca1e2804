import { attributeKeyFaults } from "../rules/crosswalks/attributes.js";
import { FileRefused, type TableLayout } from "./format.js";

/** The fields that a table of a crosswalk has, beside its attributes. */
export const tableFields = [
  "sourceCodeSystem",
  "sourceCode",
  "targetCodeSystem",
  "targetCode",
  "relationship",
  "noMap",
] as const;

export type TableField = (typeof tableFields)[number];

/** The fields that every row has. */
export const requiredFields: readonly TableField[] = tableFields.slice(0, 4);
const ATTRIBUTE = "attribute:";

/** What the header of an attribute's column is. */
export function attributeHeader(key: string): string {
  return `${ATTRIBUTE}${key}`;
}

/** The field that a name is that of, `attribute:KEY` included; null where it is none. */
export function fieldNamed(name: string): string | null {
  if (!name.startsWith(ATTRIBUTE)) return tableFields.find((field) => field === name) ?? null;
  return attributeHeader(keyOf(name));
}

function keyOf(name: string): string {
  return name.slice(ATTRIBUTE.length).trim();
}

/** Where a row has a field: in a column, or nowhere, being the same in all rows. */
export type Place = { readonly column: number } | { readonly value: string };

/** Where the rows of a table have what. */
export interface TableColumns {
  readonly count: number;
  /** By the field's name, those of attributes included. */
  readonly fields: ReadonlyMap<string, Place>;
  readonly attributes: readonly { readonly key: string; readonly place: Place }[];
  /** Headers of the columns that hold nothing of a crosswalk. */
  readonly unread: readonly string[];
}

/**
 * Finds the columns of a table by its first record. A column of a field's own name needs no mention in the
 * layout.
 * @throws FileRefused where a field has no column or two, or the layout names a column that is not there
 */
export function findColumns(header: readonly string[], layout: TableLayout): TableColumns {
  const places = placesOf(header, layout);
  const missing = requiredFields.find((field) => !places.has(field));
  if (missing !== undefined) {
    throw new FileRefused(`no column holds ${missing}; the columns are ${header.join(", ")}`);
  }
  const read = new Set(
    [...places.values()].map((place) => ("column" in place ? place.column : -1)),
  );
  return {
    count: header.length,
    fields: places,
    attributes: [...places]
      .filter(([name]) => name.startsWith(ATTRIBUTE))
      .map(([name, place]) => ({ key: keyedBy(name), place })),
    unread: header.filter((name, at) => name !== "" && !read.has(at)),
  };
}

/** The key of an attribute's column. */
function keyedBy(name: string): string {
  const key = keyOf(name);
  const [fault] = attributeKeyFaults([key], []);
  if (fault) throw new FileRefused(`the column ${name} is of no use: ${fault.message}`);
  return key;
}

function placesOf(header: readonly string[], layout: TableLayout): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [column, name] of header.entries()) {
    const field = fieldNamed(name);
    if (field === null || layout.columns.has(field) || layout.values.has(field)) continue;
    if (places.has(field)) throw new FileRefused(`two columns are called ${name}`);
    places.set(field, { column });
  }
  for (const [field, name] of layout.columns) {
    const column = header.indexOf(name);
    if (column === -1) {
      throw new FileRefused(`no column is called ${name}; the columns are ${header.join(", ")}`);
    }
    if (header.includes(name, column + 1)) throw new FileRefused(`two columns are called ${name}`);
    places.set(field, { column });
  }
  for (const [field, value] of layout.values) places.set(field, { value });
  return places;
}
