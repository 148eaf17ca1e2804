import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType, isScalarType } from "graphql";
import { getMetadataStorage } from "type-graphql";

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type FieldResolverMetadata = ReturnType<typeof getMetadataStorage>["fieldResolvers"][number];
type Parameter = NonNullable<FieldResolverMetadata["params"]>[number];
type Pick = (...given: Parameters<Resolver>) => unknown;

/**
 * Has the methods of resolvers called with their arguments as they are. type-graphql sorts the parameters of a
 * method at every call, and makes a promise of every field that takes an argument, to validate it, which we do
 * in the rules: on a list of hundreds of concepts with names that is a tenth of all that is done. Methods that
 * take input objects stay as they are.
 */
export function callDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const names = new Map(objectTypes.map(({ target, name }) => [target, name]));
  for (const metadata of fieldResolvers) {
    const type = schema.getType(names.get(metadata.getObjectType?.() ?? Object) ?? "");
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    const resolve = directResolver(metadata);
    if (field && resolve) field.resolve = resolve;
  }
}

const instances = new Map<unknown, Readonly<Record<string, unknown>>>();

function instanceOf(target: unknown): Readonly<Record<string, unknown>> {
  const made = instances.get(target) ?? new (target as new () => Record<string, unknown>)();
  instances.set(target, made);
  return made;
}

function directResolver(metadata: FieldResolverMetadata): Resolver | null {
  const { kind, target, methodName, params = [], middlewares = [], roles } = metadata;
  if (kind !== "external" || middlewares.length > 0 || roles) return null;
  const picks = [...params].sort((one, other) => one.index - other.index).map(pickOf);
  if (picks.some((pick) => pick === null)) return null;
  const [first, second, third, ...more] = picks as Pick[];
  const instance = instanceOf(target);
  const method = instance[methodName];
  if (typeof method !== "function") return null;
  if (more.length > 0) {
    const all = picks as Pick[];
    return (root, args, context, info) =>
      method.apply(
        instance,
        all.map((pick) => pick(root, args, context, info)),
      );
  }
  return (root, args, context, info) =>
    method.call(
      instance,
      first?.(root, args, context, info),
      second?.(root, args, context, info),
      third?.(root, args, context, info),
    );
}

/** What one parameter of a method is given; null where type-graphql makes something of it. */
function pickOf(parameter: Parameter): Pick | null {
  const { kind } = parameter;
  if (kind === "info") return (_root, _args, _context, info) => info;
  if (kind === "context" && !parameter.propertyName) return (_root, _args, context) => context;
  if (kind === "root" && !parameter.propertyName && !parameter.getType) return (root) => root;
  if (kind === "args") return argumentsPick(parameter.getType());
  if (kind !== "arg" || !isPlain(parameter.getType())) return null;
  return (_root, args) => (args as Record<string, unknown>)[parameter.name];
}

/** The arguments that a class of arguments has, as they are: nothing but data is known of them. */
function argumentsPick(type: unknown): Pick | null {
  const fields = fieldsOf(type);
  if (fields.length === 0 || !fields.every(({ getType }) => isPlain(getType()))) return null;
  const names = fields.map(({ name }) => name);
  return (_root, args) => {
    const given = args as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, given[name]]));
  };
}

/** The fields of a class of arguments, those included that it inherits. */
function fieldsOf(type: unknown): ReturnType<typeof getMetadataStorage>["fields"] {
  if (typeof type !== "function") return [];
  const own = getMetadataStorage().argumentTypes.find(({ target }) => target === type)?.fields;
  return [...(own ?? []), ...fieldsOf(Object.getPrototypeOf(type))];
}

function isPlain(type: unknown): boolean {
  return isScalarType(type) || type === String || type === Number || type === Boolean;
}
