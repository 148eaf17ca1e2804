import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType, isScalarType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import { forEachOf } from "./shared/forAll.js";

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type Metadata = ReturnType<typeof getMetadataStorage>;
type Method = Metadata["fieldResolvers"][number] | Metadata["queries"][number];
type Parameter = NonNullable<Method["params"]>[number];
/** Whether an argument of a type is passed on as it came. */
type PassesOn = (type: unknown) => boolean;
type Pick = (...given: Parameters<Resolver>) => unknown;

/**
 * Has the methods of resolvers called with their arguments as they are. type-graphql sorts the parameters of a
 * method at every call, and makes a promise of every field that takes an argument, to validate it, which we do
 * in the rules: on a list of hundreds of concepts with names that is a tenth of all that is done. Of the inputs of
 * queries it makes instances of their classes, which have nothing but fields: half of what reading a thousand codes
 * takes. Other methods that take input objects stay as they are.
 */
export function callDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, inputTypes, objectTypes, queries } = getMetadataStorage();
  const inputs = new Set<unknown>(inputTypes.map(({ target }) => target));
  for (const metadata of queries) {
    const field = schema.getQueryType()?.getFields()[metadata.schemaName];
    const resolve = directResolver(metadata, (type) => isPlain(type) || inputs.has(type));
    if (field && resolve) field.resolve = resolve;
  }
  const names = new Map(objectTypes.map(({ target, name }) => [target, name]));
  for (const metadata of fieldResolvers) {
    const type = schema.getType(names.get(metadata.getObjectType?.() ?? Object) ?? "");
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    if (!field || metadata.kind !== "external") continue;
    const resolve = directResolver(metadata, isPlain);
    if (resolve) field.resolve = resolve;
    const resolveAll = directResolver(metadata, isPlain, forEachOf);
    if (resolveAll) field.extensions = { ...field.extensions, resolveAll };
  }
  readPlainFields(schema);
}

/** Has executors read the fields that nothing resolves, for which type-graphql makes two objects and calls three functions. */
function readPlainFields(schema: GraphQLSchema): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const resolved = new Map<unknown, Set<string>>();
  for (const { getObjectType, methodName } of fieldResolvers) {
    const target = getObjectType?.();
    resolved.set(target, (resolved.get(target) ?? new Set()).add(methodName));
  }
  for (const { name: typeName, fields = [] } of objectTypes) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const { target, name, schemaName, middlewares = [], roles } of fields) {
      if (resolved.get(target)?.has(name) || middlewares.length > 0 || roles) continue;
      const field = type.getFields()[schemaName];
      if (field && name === schemaName) delete field.resolve;
    }
  }
}

const instances = new Map<unknown, Readonly<Record<string, unknown>>>();

function instanceOf(target: unknown): Readonly<Record<string, unknown>> {
  const made = instances.get(target) ?? new (target as new () => Record<string, unknown>)();
  instances.set(target, made);
  return made;
}

/** @param meant what is called in the place of a method, if anything */
function directResolver(
  metadata: Method,
  passesOn: PassesOn,
  meant: (method: object) => unknown = (method) => method,
): Resolver | null {
  const { target, methodName, params = [], middlewares = [], roles } = metadata;
  if (middlewares.length > 0 || roles) return null;
  const sorted = [...params].sort((one, other) => one.index - other.index);
  const picks = sorted.map((parameter) => pickOf(parameter, passesOn));
  if (picks.some((pick) => pick === null)) return null;
  const [first, second, third, ...more] = picks as Pick[];
  const instance = instanceOf(target);
  const named = instance[methodName];
  const method = typeof named === "function" ? meant(named) : null;
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
function pickOf(parameter: Parameter, passesOn: PassesOn): Pick | null {
  const { kind } = parameter;
  if (kind === "info") return (_root, _args, _context, info) => info;
  if (kind === "context" && !parameter.propertyName) return (_root, _args, context) => context;
  if (kind === "root" && !parameter.propertyName && !parameter.getType) return (root) => root;
  if (kind === "args") return argumentsPick(parameter.getType(), passesOn);
  if (kind !== "arg" || !passesOn(parameter.getType())) return null;
  return (_root, args) => (args as Record<string, unknown>)[parameter.name];
}

/** The arguments that a class of arguments has, as they are: nothing but data is known of them. */
function argumentsPick(type: unknown, passesOn: PassesOn): Pick | null {
  const fields = fieldsOf(type);
  if (fields.length === 0 || !fields.every(({ getType }) => passesOn(getType()))) return null;
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
