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
 * What is written for each item, between two brackets. All are begun before any is waited for, so that what they
 * load is loaded together; a fault in one fails the whole only when the others are accounted for.
 */
export function joined<Item>(
  items: readonly Item[],
  [open, close]: readonly [open: string, close: string],
  write: (item: Item, at: number) => Text,
): Text {
  let text = open;
  let parts: Promise<string>[] | null = null;
  for (let at = 0; at < items.length; at += 1) {
    const one = attempted(items[at] as Item, at, write);
    if (parts === null && typeof one === "string") {
      text += at === 0 ? one : `,${one}`;
    } else {
      parts ??= at === 0 ? [] : [Promise.resolve(text.slice(open.length))];
      parts.push(Promise.resolve(one));
    }
  }
  if (parts === null) return text + close;
  return Promise.all(parts).then((texts) => open + texts.join(",") + close);
}

function attempted<Item>(item: Item, at: number, write: (item: Item, at: number) => Text): Text {
  try {
    return write(item, at);
  } catch (error) {
    return Promise.reject(error);
  }
}
