import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";

/** A type, field, argument, input field or enum value. */
export interface SchemaPart {
  /** Its schema coordinate: `Query.node(id:)`. */
  readonly at: string;
  readonly name: string;
  readonly description: string;
}

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

function part(at: string, { name, description }: Described): SchemaPart {
  return { at, name, description: description ?? "" };
}

/** Everything that can have a description in a graph, GraphQL's own types aside. */
export function partsOf(schema: GraphQLSchema): readonly SchemaPart[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const parts = types.map((type) => part(type.name, type));
  for (const type of types) {
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        const at = `${type.name}.${field.name}`;
        parts.push(part(at, field));
        parts.push(...field.args.map((argument) => part(`${at}(${argument.name}:)`, argument)));
      }
    } else if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      parts.push(...fields.map((field) => part(`${type.name}.${field.name}`, field)));
    } else if (isEnumType(type)) {
      parts.push(...type.getValues().map((value) => part(`${type.name}.${value.name}`, value)));
    }
  }
  return parts;
}
