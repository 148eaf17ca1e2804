import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** Draws a whole number from 0 up to, but not including, a bound. */
export type Draw = (bound: number) => number;

/** Texts of values to choose from, by an argument's name. */
export type Values = Readonly<Record<string, readonly string[]>>;

const DEEPEST = 6;

/** A query that is drawn from all that a schema lets one ask. */
export function drawQuery(schema: GraphQLSchema, values: Values, draw: Draw): string {
  const query = schema.getQueryType();
  if (!query) throw new Error("The schema has no queries");
  return `{ ${fieldsOf({ schema, values, draw }, query, 0)} }`;
}

interface Drawing {
  readonly schema: GraphQLSchema;
  readonly values: Values;
  readonly draw: Draw;
}

function fieldsOf(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  const possible = isObjectType(type) ? Object.values(type.getFields()) : [];
  const askable = possible.filter(
    (field) =>
      field.args.every((each) => !isRequiredArgument(each) || each.name in drawing.values) &&
      (depth < DEEPEST || isLeafType(getNamedType(field.type))),
  );
  const count = Math.min(askable.length, 1 + drawing.draw(4));
  const drawn = Array.from({ length: count }, () => askable[drawing.draw(askable.length)]);
  // Each under a name of its own: two selections of one field with other arguments would not go together.
  const texts = drawn.map((field, at) => field && `a${at}: ${selected(drawing, field, depth)}`);
  return ["__typename", ...texts].join(" ");
}

function selected(drawing: Drawing, field: GraphQLField<unknown, unknown>, depth: number): string {
  const given = field.args.flatMap((argument) => argumentText(drawing, argument));
  const call = given.length > 0 ? `${field.name}(${given.join(", ")})` : field.name;
  return `${call}${below(drawing, getNamedType(field.type), depth)}`;
}

function argumentText({ values, draw }: Drawing, argument: GraphQLArgument): string[] {
  const type = getNamedType(argument.type);
  // Several enumerations go by one name.
  const fits = (text: string) => !isEnumType(type) || type.getValue(text) !== undefined;
  const texts = values[argument.name]?.filter(fits) ?? [];
  if (texts.length === 0 || (!isRequiredArgument(argument) && draw(3) === 0)) return [];
  return [`${argument.name}: ${texts[draw(texts.length)]}`];
}

function below(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  if (isLeafType(type)) return "";
  if (!isAbstractType(type)) return ` { ${fieldsOf(drawing, type, depth + 1)} }`;
  const cases = drawing.schema
    .getPossibleTypes(type)
    .map((each) => `... on ${each.name} { ${fieldsOf(drawing, each, depth + 1)} }`);
  return ` { __typename ${cases[drawing.draw(cases.length)]} }`;
}
