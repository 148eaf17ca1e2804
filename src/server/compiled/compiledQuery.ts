import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";
import {
  attempted,
  type Call,
  type FieldWriter,
  objectTexts,
  type Run,
  type Write,
} from "./text.js";
import { typeWriter } from "./values.js";
import { variablesReader } from "./variables.js";

/**
 * Answers a query: the text of its data, null where anything at all goes wrong. Nothing says what: who wants to
 * know asks graphql-js.
 */
export type CompiledQuery = (
  variables: Readonly<Record<string, unknown>>,
  context: unknown,
) => Promise<string | null>;

interface Compiler {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  /** How many fields have been compiled. */
  fields: number;
}

const NO_VARIABLES = {};

/**
 * A valid query as functions, one for each of its fields, that write JSON as they go: what graphql-js finds out
 * anew for every value is found out once, and no tree of the answer is made. Null where it has directives, whose
 * say may depend on variables, or asks for the schema.
 */
export function compiledQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | null {
  const root = schema.getQueryType();
  if (!root || !isCompilable(document)) return null;
  const compiler: Compiler = { schema, operation, fragments: fragmentsOf(document), fields: 0 };
  const { selectionSet, variableDefinitions = [] } = operation;
  const fields = collectFields(schema, compiler.fragments, NO_VARIABLES, root, selectionSet);
  const write = objectFields(compiler, root, fields);
  const read = variablesReader(schema, variableDefinitions);
  return async (variables, context) => {
    try {
      const run = { context, variables: read(variables), calls: [] };
      const [text] = await write([undefined], run);
      return text ?? null;
    } catch {
      return null;
    }
  };
}

function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  visit(document, {
    Directive: () => {
      compilable = false;
    },
    Field: ({ name }) => {
      if (name.value === "__schema" || name.value === "__type") compilable = false;
    },
  });
  return compilable;
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((definition) => [definition.name.value, definition]),
  );
}

function objectFields(
  compiler: Compiler,
  type: GraphQLObjectType,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): Write {
  const writers = [...fields].map(([key, nodes], at): FieldWriter => {
    const label = `${at === 0 ? "{" : ","}${JSON.stringify(key)}:`;
    return { label, write: fieldWriter(compiler, type, nodes) };
  });
  return (sources, run) => objectTexts(writers, sources, run);
}

function fieldWriter(
  compiler: Compiler,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Write {
  const [node] = nodes;
  if (node?.name.value === "__typename") {
    const name = JSON.stringify(type.name);
    return (sources) => sources.map(() => name);
  }
  const field = node && type.getFields()[node.name.value];
  if (!field) throw new Error(`${type.name} has no field ${node?.name.value}`);
  const { schema, fragments } = compiler;
  const info = infoOf(compiler, type, field, nodes);
  const write = typeWriter(field.type, {
    info,
    fieldsOf: (selected) =>
      objectFields(
        compiler,
        selected,
        collectSubfields(schema, fragments, NO_VARIABLES, selected, nodes),
      ),
  });
  const resolve = resolverOf(compiler, field, node, info);
  return (sources, run) => {
    const values = resolve(sources, run);
    return values instanceof Promise
      ? values.then((ready) => write(ready, run))
      : write(values, run);
  };
}

/** What a field has for each of some objects: values, errors in the place of some, promises. */
type Values = readonly unknown[];
type Resolve = (sources: readonly unknown[], run: Run) => Values | Promise<Values>;

/** Everything but the variables is the same in every run; there is no path, which no resolver asks for. */
function infoOf(
  { schema, fragments, operation }: Compiler,
  parentType: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
): GraphQLResolveInfo {
  const path = { prev: undefined, key: field.name, typename: parentType.name };
  return {
    ...{ fieldName: field.name, fieldNodes: nodes, returnType: field.type, parentType, path },
    ...{ schema, fragments, rootValue: undefined, operation, variableValues: NO_VARIABLES },
  };
}

function resolverOf(
  compiler: Compiler,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  info: GraphQLResolveInfo,
): Resolve {
  const number = compiler.fields;
  compiler.fields += 1;
  const { name, resolve } = field;
  const callIn = (run: Run): Call => {
    const known = run.calls[number];
    if (known) return known;
    const given = getArgumentValues(field, node, run.variables);
    const call = { given, info: { ...info, variableValues: run.variables } };
    run.calls[number] = call;
    return call;
  };
  const resolveAll = resolveAllOf(field);
  if (resolveAll) {
    return (sources, run) => {
      const { given, info } = callIn(run);
      return resolveAll(sources, given, run.context, info);
    };
  }
  if (resolve) {
    return (sources, run) => {
      const { given, info } = callIn(run);
      return sources.map((source) => attempted(() => resolve(source, given, run.context, info)));
    };
  }
  return (sources, run) =>
    sources.map((source) => {
      const value = (source as Record<string, unknown> | undefined)?.[name];
      if (typeof value !== "function") return value;
      const { given, info } = callIn(run);
      return attempted(() => value.call(source, given, run.context, info));
    });
}

type ResolveAll = (
  sources: readonly unknown[],
  ...given: [given: object, context: unknown, info: GraphQLResolveInfo]
) => Promise<Values>;

/** What resolves a field for all objects of a list at once, where it has that. */
function resolveAllOf({ extensions }: GraphQLField<unknown, unknown>): ResolveAll | null {
  const { resolveAll } = extensions as { readonly resolveAll?: ResolveAll };
  return resolveAll ?? null;
}
