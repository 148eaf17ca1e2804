import type { GraphQLResolveInfo } from "graphql";

/** JSON, one text for each of some values, in their order; or the promise of it. */
export type Texts = readonly string[] | Promise<readonly string[]>;

/** What one operation is run with. */
export interface Run {
  readonly context: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the resolver of each field is called with, by the field's number, once it was called. */
  readonly calls: (Call | undefined)[];
}

/** What a resolver is called with, beside its source and the context. */
export interface Call {
  readonly given: Record<string, unknown>;
  readonly info: GraphQLResolveInfo;
}

/**
 * Writes all values that one place of a query has in an answer; throws, or promises in vain, where one is not as
 * the schema says. What is waited for is waited for once, however many values there are.
 */
export type Write = (values: readonly unknown[], run: Run) => Texts;

/** A field as it is selected: what stands before its value, a brace or comma and its name, and how that is written. */
export interface FieldWriter {
  readonly label: string;
  readonly write: Write;
}

/** A value is not what the schema says; what there is to be said of it, graphql-js says. */
export class NotAsDeclared extends Error {
  override readonly name = "NotAsDeclared";
}

/**
 * Objects by their fields. All fields are begun before any is waited for, so that what they load is loaded
 * together; a fault in one fails the whole only when the others are accounted for.
 */
export function objectTexts(
  fields: readonly FieldWriter[],
  sources: readonly unknown[],
  run: Run,
): Texts {
  const columns = fields.map(({ write }) => attempted(() => write(sources, run)));
  return whenReady(columns, (ready) => joined(fields, ready, sources.length));
}

function joined(
  fields: readonly FieldWriter[],
  columns: readonly (readonly string[])[],
  count: number,
): readonly string[] {
  const texts = new Array<string>(count);
  for (let at = 0; at < count; at += 1) {
    let text = "";
    for (let field = 0; field < fields.length; field += 1) {
      text += `${fields[field]?.label}${columns[field]?.[at]}`;
    }
    texts[at] = `${text}}`;
  }
  return texts;
}

/** Lists, the items of all of them written as one. */
export function listTexts(lists: readonly (readonly unknown[])[], write: Write, run: Run): Texts {
  const items = lists.flat();
  if (items.length === 0) return lists.map(() => "[]");
  return whenReady([write(items, run)], ([texts = []]) => {
    let begun = 0;
    return lists.map(({ length }) => {
      begun += length;
      return `[${texts.slice(begun - length, begun).join()}]`;
    });
  });
}

/** Writes the values at some places, and puts what is written there into `texts`. */
export function placed(
  texts: string[],
  { values, places }: { readonly values: readonly unknown[]; readonly places: readonly number[] },
  write: Write,
  run: Run,
): Texts {
  const some = places.map((place) => values[place]);
  return whenReady([write(some, run)], ([written]) => {
    for (const [at, place] of places.entries()) texts[place] = written?.[at] ?? "";
    return texts;
  });
}

/** What is made of values when all of them are there: at once where none is promised. */
export function whenReady<Value, Made>(
  values: readonly (Value | Promise<Value>)[],
  make: (ready: readonly Value[]) => Made | Promise<Made>,
): Made | Promise<Made> {
  for (const value of values) if (isPromise(value)) return Promise.all(values).then(make);
  return make(values as readonly Value[]);
}

/** What fails at once does so like what fails later. */
export function attempted<Value>(work: () => Value): Value | Promise<never> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

function isPromise(value: unknown): boolean {
  // Most values are texts, which are dear to ask for what they don't have.
  if (typeof value !== "object" || value === null) return false;
  return typeof (value as { then?: unknown }).then === "function";
}
