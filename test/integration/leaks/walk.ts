import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** What arguments and fields of inputs are given, by name; where it matters, by `Type.field.name`. */
export type Values = Readonly<Record<string, unknown>>;

/** Types that may come twice on the way to a field: what is below them is then seen from both ends. */
const TWICE: ReadonlySet<string> = new Set(["Concept"]);

/** How a walk goes through the graph. */
export interface Walk {
  readonly schema: GraphQLSchema;
  readonly values: Values;
  /** How many types there may be on the way to a field, connections not counted. */
  readonly deepest: number;
}

/** A field with its arguments and everything below it, each type once on every way down. */
export function fieldText(
  walk: Walk,
  parent: GraphQLNamedOutputType,
  field: GraphQLField<unknown, unknown>,
  way: readonly string[] = [],
): string | null {
  const given = field.args.map((argument) =>
    argumentText(walk, `${parent.name}.${field.name}`, argument),
  );
  if (given.includes(null)) return null;
  const written = given.filter((text) => text !== "");
  const args = written.length > 0 ? `(${written.join(", ")})` : "";
  const below = selectionText(walk, getNamedType(field.type), way);
  return below === null ? null : `${field.name}${args}${below}`;
}

function selectionText(
  walk: Walk,
  type: GraphQLNamedOutputType,
  way: readonly string[],
): string | null {
  if (isLeafType(type)) return "";
  // The same things as the nodes beside them: looked at once.
  if (type.name.endsWith("Edge")) return " { cursor node { __typename } }";
  if (type.name.endsWith("Connection")) {
    return ` { ${fieldsText(walk, type as GraphQLObjectType, way, "")} }`;
  }
  const before = way.filter((name) => name === type.name).length;
  if (before > (TWICE.has(type.name) ? 1 : 0) || way.length >= walk.deepest) return null;
  const further = [...way, type.name];
  if (isAbstractType(type)) {
    const parts = walk.schema.getPossibleTypes(type).map((possible) => {
      const fields = fieldsText(walk, possible, further, `${possible.name}_`);
      return `... on ${possible.name} { ${fields} }`;
    });
    return ` { __typename ${parts.join(" ")} }`;
  }
  return ` { ${fieldsText(walk, type as GraphQLObjectType, further, "")} }`;
}

/** All fields; with a prefix to their names where types that are asked for together have different ones. */
function fieldsText(
  walk: Walk,
  type: GraphQLObjectType,
  way: readonly string[],
  prefix: string,
): string {
  const texts = Object.values(type.getFields()).flatMap((field) => {
    const text = fieldText(walk, type, field, way);
    return text === null ? [] : [prefix === "" ? text : `${prefix}${field.name}: ${text}`];
  });
  return ["__typename", ...texts].join(" ");
}

/** The value for one place goes before that for every place, also where it says that there is none. */
function valueFor(values: Values, at: string, name: string): unknown {
  const own = `${at}.${name}`;
  return Object.hasOwn(values, own) ? values[own] : values[name];
}

/** Nothing where it may be left out; null where it may not, and no value is known. */
function argumentText({ values }: Walk, at: string, argument: GraphQLArgument): string | null {
  const value = valueFor(values, at, argument.name);
  const needed = isNonNullType(argument.type) && argument.defaultValue === undefined;
  if (value === undefined) {
    const made = needed ? inputOf(argument.type, values) : undefined;
    return made === undefined
      ? needed
        ? null
        : ""
      : `${argument.name}: ${literal(made, argument.type)}`;
  }
  return `${argument.name}: ${literal(value, argument.type)}`;
}

/** An input with a value for every field whose name has one; undefined where it can't be made. */
export function inputOf(type: GraphQLInputType, values: Values): unknown {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return undefined;
  const fields = Object.values(named.getFields()).map((field) => {
    const known = valueFor(values, named.name, field.name);
    const value = known ?? (isNonNullType(field.type) ? inputOf(field.type, values) : undefined);
    return [field.name, value] as const;
  });
  const object = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  return isListType(isNonNullType(type) ? type.ofType : type) ? [object] : object;
}

function literal(value: unknown, type: GraphQLInputType): string {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (Array.isArray(value)) {
    const item = isListType(bare) ? bare.ofType : bare;
    return `[${value.map((one) => literal(one, item)).join(", ")}]`;
  }
  const named = getNamedType(bare);
  if (isListType(bare)) return `[${literal(value, bare.ofType)}]`;
  if (isEnumType(named)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const typeOf = (name: string) =>
    isInputObjectType(named) ? named.getFields()[name]?.type : undefined;
  const fields = Object.entries(value).map(
    ([name, one]) => `${name}: ${literal(one, typeOf(name) ?? bare)}`,
  );
  return `{ ${fields.join(", ")} }`;
}

/** Every field that can be reached from a type, as `Type.field`. */
export function reachable(schema: GraphQLSchema, from: GraphQLObjectType): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending: GraphQLObjectType[] = [from];
  const types = new Set<GraphQLObjectType>(pending);
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const field of Object.values(next.getFields())) {
      seen.add(`${next.name}.${field.name}`);
      const type = getNamedType(field.type);
      const below = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
      for (const one of below) {
        if (!isObjectType(one) || types.has(one)) continue;
        types.add(one);
        pending.push(one);
      }
    }
  }
  return seen;
}

/** All texts of an answer, each once, and what they say where they are opaque. */
export function textsOf(answer: unknown): readonly string[] {
  const texts = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === "string") texts.add(value);
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      texts.add(name);
      look(inner);
    }
  };
  look(answer);
  return [...texts].flatMap((text) => [text, Buffer.from(text, "base64url").toString("utf8")]);
}

/** Answers without the identities that are made by chance. */
export function withoutIds(answers: unknown): unknown {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return JSON.parse(
    JSON.stringify(answers, (name, value: unknown) => {
      if (name === "id" || name === "identifier" || /[cC]ursor/.test(name)) return "-";
      return typeof value === "string" ? value.replaceAll(uuid, "-") : value;
    }),
  );
}
