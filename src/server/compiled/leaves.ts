import {
  GraphQLBoolean,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from "graphql";
import { NotAsDeclared } from "./text.js";

/** What JSON.stringify would write otherwise than as it stands. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;
/** Longer texts are quicker written by the machine than looked through. */
const SHORT = 60;

type WriteLeaf = (value: unknown) => string;

/** Writes values of a scalar or an enumeration, as graphql-js and JSON.stringify do together. */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const serialized: WriteLeaf = (value) => {
    const text: string | undefined = JSON.stringify(type.serialize(value));
    if (text === undefined || text === "null") throw new NotAsDeclared(type.name);
    return text;
  };
  if (type === GraphQLString) {
    return (value) => (typeof value === "string" ? quoted(value) : serialized(value));
  }
  if (type === GraphQLBoolean) {
    return (value) => (typeof value === "boolean" ? String(value) : serialized(value));
  }
  if (type === GraphQLInt) {
    return (value) =>
      (value as number) === ((value as number) | 0) ? String(value) : serialized(value);
  }
  return isEnumType(type) ? rememberedWriter(serialized) : serialized;
}

function quoted(text: string): string {
  return text.length < SHORT && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** There are only as many values as the enumeration has. */
function rememberedWriter(write: WriteLeaf): WriteLeaf {
  const known = new Map<unknown, string>();
  return (value) => {
    const seen = known.get(value);
    if (seen !== undefined) return seen;
    const text = write(value);
    known.set(value, text);
    return text;
  };
}
