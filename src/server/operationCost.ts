import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { usualSizes } from "../graph/shared/PageArguments.js";

type Values = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/** Of a field that answers lists whose lengths one of its arguments bounds. */
interface Repeats {
  readonly argument: string;
  readonly usual: number;
  readonly most: number;
}

/** What is the same for all selections of one operation. */
interface Scope {
  readonly schema: GraphQLSchema;
  readonly variables: Values;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Costs of fragments that were looked at; a fragment costs the same wherever it is spread. */
  readonly known: Map<string, number>;
}

/**
 * How many values an operation may answer. A field costs one, and what is below a list costs as often as the
 * list may have items: as a page's size says, or the list in the arguments. The document must be valid.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Values,
): number {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const defaults = (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
    variable.name.value,
    defaultValue && valueFromASTUntyped(defaultValue),
  ]);
  const root = schema.getRootType(operation.operation) ?? undefined;
  return costOf(operation.selectionSet, root, {
    schema,
    variables: { ...Object.fromEntries(defaults), ...given },
    fragments: new Map(
      (fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
    ),
    known: new Map(),
  });
}

function costOf(
  { selections }: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  scope: Scope,
): number {
  let cost = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) cost += fieldCost(selection, type, scope);
    else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      cost += fragmentCost(selection.name.value, scope);
    } else {
      const named = selection.typeCondition?.name.value;
      const inner = named === undefined ? type : scope.schema.getType(named);
      cost += costOf(selection.selectionSet, inner, scope);
    }
  }
  return cost;
}

function fragmentCost(name: string, scope: Scope): number {
  const known = scope.known.get(name);
  if (known !== undefined) return known;
  const fragment = scope.fragments.get(name);
  if (!fragment) return 0;
  const type = scope.schema.getType(fragment.typeCondition.name.value);
  const cost = costOf(fragment.selectionSet, type, scope);
  scope.known.set(name, cost);
  return cost;
}

function fieldCost(node: FieldNode, parent: GraphQLNamedType | undefined, scope: Scope): number {
  if (!node.selectionSet) return 1;
  const holder = isObjectType(parent) || isInterfaceType(parent) ? parent : null;
  const field = holder?.getFields()[node.name.value];
  const below = costOf(node.selectionSet, field && getNamedType(field.type), scope);
  return field ? 1 + itemsOf(field, node, scope.variables) * below : 1 + below;
}

/** How many things a field may answer, as far as its arguments tell. */
function itemsOf(field: Field, node: FieldNode, variables: Values): number {
  const repeats = field.extensions.repeats as Repeats | undefined;
  if (repeats) {
    const asked = numberIn(node, repeats.argument, variables) ?? repeats.usual;
    return Math.min(asked, repeats.most);
  }
  if (getNamedType(field.type).name.endsWith("Connection")) return pageOf(field, node, variables);
  if (!isListType(getNullableType(field.type))) return 1;
  const given = (node.arguments ?? []).map(({ value }) => valueFromASTUntyped(value, variables));
  const within = given.flatMap((value) =>
    isObject(value) ? [value, ...Object.values(value)] : [],
  );
  const lengths = [...given, ...within].map((value) => (Array.isArray(value) ? value.length : 1));
  return Math.max(1, ...lengths);
}

function pageOf(field: Field, node: FieldNode, variables: Values): number {
  const sizes = { ...usualSizes, ...(field.extensions.sizes as Partial<typeof usualSizes>) };
  const argument = (name: string) => numberIn(node, name, variables);
  const byCursor = argument("first") ?? argument("last");
  if (byCursor !== null) return Math.min(byCursor, sizes.maximumByCursor);
  return Math.min(argument("pageSize") ?? sizes.defaultSize, sizes.maximumByPage);
}

/** The number that an argument has, at least 1; null where it has none. */
function numberIn(node: FieldNode, name: string, variables: Values): number | null {
  const given = node.arguments?.find((each) => each.name.value === name);
  const value: unknown = given && valueFromASTUntyped(given.value, variables);
  return typeof value === "number" ? Math.max(value, 1) : null;
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
