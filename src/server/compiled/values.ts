import {
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from "graphql";
import { leafWriter } from "./leaves.js";
import { itemsText, NotAsDeclared, type Text, type Write } from "./text.js";

/** What is known of the place that a value is written to. */
export interface Place {
  readonly info: GraphQLResolveInfo;
  /** Writes the fields that are selected of an object type there. */
  readonly fieldsOf: (type: GraphQLObjectType) => Write;
}

/** Writes what a resolver answers, or promises, for a field of a type. */
export function typeWriter(type: GraphQLOutputType, place: Place): Write {
  const write = isNonNullType(type)
    ? requiring(valueWriter(type.ofType, place))
    : allowingNull(valueWriter(type, place));
  return (value, run) => {
    if (isPromise(value)) return value.then((settled) => write(settled, run));
    return write(value, run);
  };
}

/** Writes values that are there. */
function valueWriter(type: GraphQLOutputType, place: Place): Write {
  if (isLeafType(type)) return leafWriter(type);
  if (isListType(type)) {
    const write = typeWriter(type.ofType, place);
    return (value, run) => itemsText(itemsOf(value), write, run);
  }
  if (isAbstractType(type)) return abstractWriter(type, place);
  return objectWriter(type as GraphQLObjectType, place);
}

function objectWriter(type: GraphQLObjectType, place: Place): Write {
  // Compiled when it is first met: only one of many kinds may ever come.
  let fields: Write | null = null;
  return (value, run) => {
    if (type.isTypeOf && type.isTypeOf(value, run.context, place.info) !== true) {
      throw new NotAsDeclared(type.name);
    }
    fields ??= place.fieldsOf(type);
    return fields(value, run);
  };
}

function abstractWriter(type: GraphQLAbstractType, place: Place): Write {
  const writers = new Map<string, Write>();
  const { schema } = place.info;
  const writerOf = (name: unknown): Write => {
    const known = writers.get(String(name));
    if (known) return known;
    const runtime = schema.getPossibleTypes(type).find((possible) => possible.name === name);
    if (!runtime) throw new NotAsDeclared(type.name);
    const write = objectWriter(runtime, place);
    writers.set(runtime.name, write);
    return write;
  };
  const { resolveType } = type;
  if (!resolveType) throw new NotAsDeclared(type.name);
  return (value, run): Text => {
    const name = resolveType(value, run.context, place.info, type);
    if (isPromise(name)) return name.then((settled) => writerOf(settled)(value, run));
    return writerOf(name)(value, run);
  };
}

function allowingNull(write: Write): Write {
  return (value, run) => {
    if (value === null || value === undefined) return "null";
    if (value instanceof Error) throw value;
    return write(value, run);
  };
}

function requiring(write: Write): Write {
  return (value, run) => {
    if (value === null || value === undefined) throw new NotAsDeclared("null");
    if (value instanceof Error) throw value;
    return write(value, run);
  };
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "object" && value !== null && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown>);
  }
  throw new NotAsDeclared("not a list");
}

function isPromise(value: unknown): value is Promise<unknown> {
  // Most values are texts, which are dear to ask for what they don't have.
  if (typeof value !== "object" || value === null) return false;
  return typeof (value as { then?: unknown }).then === "function";
}
