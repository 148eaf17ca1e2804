import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from "graphql";
import { NotAsDeclared } from "./text.js";

type Values = Readonly<Record<string, unknown>>;

/** Reads a value that was sent; throws where it is not of its type. */
type Read = (value: unknown) => unknown;

/** Writes what a variable is given, if anything, to the others. */
type ReadVariable = (given: Values, coerced: Record<string, unknown>) => void;

/**
 * Reads the variables of an operation as graphql-js does, without what it needs to say where one is wrong: a
 * thousand codes take less than a tenth of the time.
 * @returns what throws where any variable is not as declared
 */
export function variablesReader(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => Record<string, unknown> {
  const reads = definitions.map((definition) => variableReader(schema, definition));
  return (given) => {
    const coerced: Record<string, unknown> = {};
    for (const read of reads) read(given, coerced);
    return coerced;
  };
}

function variableReader(
  schema: GraphQLSchema,
  { type: typeNode, variable, defaultValue }: VariableDefinitionNode,
): ReadVariable {
  const name = variable.name.value;
  const type = typeFromAST(schema, typeNode);
  if (!isInputType(type)) throw new NotAsDeclared(name);
  const read = inputReader(type);
  return (given, coerced) => {
    if (Object.hasOwn(given, name)) coerced[name] = read(given[name]);
    else if (defaultValue) coerced[name] = valueFromAST(defaultValue, type);
    else if (isNonNullType(type)) throw new NotAsDeclared(name);
  };
}

function inputReader(type: GraphQLInputType): Read {
  if (isNonNullType(type)) {
    const read = presentReader(type.ofType);
    return (value) => {
      if (value === null || value === undefined) throw new NotAsDeclared(String(type));
      return read(value);
    };
  }
  const read = presentReader(type);
  return (value) => (value === null || value === undefined ? null : read(value));
}

/** Reads values that are there. */
function presentReader(type: GraphQLInputType): Read {
  if (isListType(type)) {
    const read = inputReader(type.ofType);
    return (value) => (Array.isArray(value) ? value.map(read) : [read(value)]);
  }
  if (isInputObjectType(type)) {
    return type.isOneOf ? (value) => coerceInputValue(value, type) : objectReader(type);
  }
  if (isNonNullType(type)) throw new NotAsDeclared(String(type));
  return (value) => {
    const parsed = type.parseValue(value);
    if (parsed === undefined) throw new NotAsDeclared(type.name);
    return parsed;
  };
}

function objectReader(type: GraphQLInputObjectType): Read {
  // Made when the first comes: an input object may hold others of its own type.
  let fields: readonly InputField[] | null = null;
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new NotAsDeclared(type.name);
    }
    fields ??= fieldsOf(type);
    const coerced: Record<string, unknown> = {};
    let known = 0;
    for (const { name, read, usual, required } of fields) {
      const given = (value as Values)[name];
      if (given !== undefined) {
        coerced[name] = read(given);
        known += 1;
      } else if (usual !== undefined) coerced[name] = usual;
      else if (required) throw new NotAsDeclared(name);
    }
    if (Object.keys(value).length !== known) throw new NotAsDeclared(type.name);
    return coerced;
  };
}

interface InputField {
  readonly name: string;
  readonly read: Read;
  /** Where it is left out. */
  readonly usual: unknown;
  readonly required: boolean;
}

function fieldsOf(type: GraphQLInputObjectType): readonly InputField[] {
  return Object.values(type.getFields()).map(({ name, type: held, defaultValue }) => {
    return { name, read: inputReader(held), usual: defaultValue, required: isNonNullType(held) };
  });
}
