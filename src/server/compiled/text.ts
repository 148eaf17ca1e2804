import type { GraphQLResolveInfo } from "graphql";

/** JSON, or the promise of some. */
export type Text = string | Promise<string>;

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

/** Writes a value of one place in an answer; throws, or promises in vain, where it is not as the schema says. */
export type Write = (value: unknown, run: Run) => Text;

/** A value is not what the schema says; what there is to be said of it, graphql-js says. */
export class NotAsDeclared extends Error {
  override readonly name = "NotAsDeclared";
}

/**
 * What is written for each item of a list. All are begun before any is waited for, so that what they load is
 * loaded together; a fault in one fails the whole only when the others are accounted for.
 */
export function itemsText(items: readonly unknown[], write: Write, run: Run): Text {
  let text = "[";
  let parts: Promise<string>[] | null = null;
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0 && parts === null) text += ",";
    const one = attempted(write, items[at], run);
    if (parts === null && typeof one === "string") text += one;
    else parts = withPart(parts, at === 0 ? [] : [text.slice(1, -1)], one);
  }
  if (parts === null) return `${text}]`;
  return Promise.all(parts).then((texts) => `[${texts.join()}]`);
}

/** The same of the fields of an object, each of which writes what stands before it: its name, and a comma or brace. */
export function fieldsText(writers: readonly Write[], source: unknown, run: Run): Text {
  let text = "";
  let parts: Promise<string>[] | null = null;
  for (const write of writers) {
    const one = attempted(write, source, run);
    if (parts === null && typeof one === "string") text += one;
    else parts = withPart(parts, [text], one);
  }
  if (parts === null) return `${text}}`;
  return Promise.all(parts).then((texts) => `${texts.join("")}}`);
}

/** The parts that are waited for, with one more; those before the first promise are written already. */
function withPart(
  parts: Promise<string>[] | null,
  before: readonly string[],
  one: Text,
): Promise<string>[] {
  const all = parts ?? before.map((text) => Promise.resolve(text));
  all.push(Promise.resolve(one));
  return all;
}

function attempted(write: Write, value: unknown, run: Run): Text {
  try {
    return write(value, run);
  } catch (error) {
    return Promise.reject(error);
  }
}
