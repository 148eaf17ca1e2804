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
import {
  attempted,
  listTexts,
  NotAsDeclared,
  placed,
  type Run,
  type Write,
  whenReady,
} from "./text.js";

/** What is known of the place that values are written to. */
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
  return (values, run) => whenReady(values, (ready) => write(ready, run));
}

/** Writes values that are there. */
function valueWriter(type: GraphQLOutputType, place: Place): Write {
  if (isLeafType(type)) {
    const write = leafWriter(type);
    return (values) => values.map(write);
  }
  if (isListType(type)) {
    const write = typeWriter(type.ofType, place);
    return (values, run) => listTexts(values.map(itemsOf), write, run);
  }
  if (isAbstractType(type)) return abstractWriter(type, place);
  return objectWriter(type as GraphQLObjectType, place);
}

function objectWriter(type: GraphQLObjectType, place: Place): Write {
  // Compiled when it is first met: only one of many kinds may ever come.
  let fields: Write | null = null;
  return (values, run) => {
    const { isTypeOf } = type;
    if (isTypeOf && !values.every((value) => isTypeOf(value, run.context, place.info) === true)) {
      throw new NotAsDeclared(type.name);
    }
    fields ??= place.fieldsOf(type);
    return fields(values, run);
  };
}

function abstractWriter(type: GraphQLAbstractType, place: Place): Write {
  const writers = new Map<string, Write>();
  const { schema } = place.info;
  const writerOf = (name: string): Write => {
    const known = writers.get(name);
    if (known) return known;
    const runtime = schema.getPossibleTypes(type).find((possible) => possible.name === name);
    if (!runtime) throw new NotAsDeclared(type.name);
    const write = objectWriter(runtime, place);
    writers.set(name, write);
    return write;
  };
  const { resolveType } = type;
  if (!resolveType) throw new NotAsDeclared(type.name);
  const byName = (values: readonly unknown[], names: readonly unknown[], run: Run) => {
    const texts = new Array<string>(values.length);
    const kinds = [...placesByName(names)].map(([name, places]) =>
      attempted(() => placed(texts, { values, places }, writerOf(name), run)),
    );
    return whenReady(kinds, () => texts);
  };
  return (values, run) => {
    const names = values.map((value) =>
      attempted(() => resolveType(value, run.context, place.info, type)),
    );
    return whenReady(names, (ready) => byName(values, ready, run));
  };
}

function placesByName(names: readonly unknown[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    const known = places.get(String(name));
    if (known) known.push(place);
    else places.set(String(name), [place]);
  }
  return places;
}

function allowingNull(write: Write): Write {
  return (values, run) => {
    const places: number[] = [];
    for (let at = 0; at < values.length; at += 1) if (isThere(values[at])) places.push(at);
    if (places.length === values.length) return write(values, run);
    const texts = values.map(() => "null");
    return places.length === 0 ? texts : placed(texts, { values, places }, write, run);
  };
}

function requiring(write: Write): Write {
  return (values, run) => {
    if (!values.every(isThere)) throw new NotAsDeclared("null");
    return write(values, run);
  };
}

/** Whether a value is there at all, or null; an error is neither. */
function isThere(value: unknown): boolean {
  if (value instanceof Error) throw value;
  return value !== null && value !== undefined;
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "object" && value !== null && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown>);
  }
  throw new NotAsDeclared("not a list");
}
