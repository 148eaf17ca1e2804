import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type ExecutableDefinitionNode,
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
  type ValueNode,
} from "graphql";
import { limits } from "./limits.js";

/** Selections that are still to be looked at. */
interface Pending {
  readonly selections: SelectionSetNode;
  /** Fields around them. */
  readonly depth: number;
  readonly limit: number;
}

interface Excess {
  readonly node: ASTNode;
  readonly message: string;
}

const VALUE_TOO_DEEP = `A value is nested more than ${limits.literalDepth} lists and objects deep`;
const TOO_MANY_SELECTIONS = `The operation selects more than ${limits.selections} fields`;
const TOO_MANY_DEFINITIONS = `The document has more than ${limits.definitions} definitions`;
const EMPTY: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * Refuses operations that are nested too deeply or select too much. It decides when the document is
 * entered, and then has the other rules see an empty one: some of them recurse, and would run out
 * of stack.
 */
export const depthRule: ValidationRule = (context) => ({
  [Kind.DOCUMENT]: (document: DocumentNode) => {
    const excess = findExcess(document, context);
    if (excess === null) return undefined;
    context.reportError(
      new GraphQLError(excess.message, {
        nodes: excess.node,
        extensions: { code: "QUERY_TOO_COMPLEX" },
      }),
    );
    return EMPTY;
  },
});

function findExcess(document: DocumentNode, context: ValidationContext): Excess | null {
  if (document.definitions.length > limits.definitions) {
    return { node: document, message: TOO_MANY_DEFINITIONS };
  }
  const seen = new Map<string, number>();
  let selections = 0;
  for (const definition of document.definitions) {
    if (!isExecutableDefinition(definition)) continue;
    if (hasDeepDefault(definition)) return { node: definition, message: VALUE_TOO_DEEP };
    const pending: Pending[] = [
      { selections: definition.selectionSet, depth: 0, limit: limits.depth },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      selections += next.selections.selections.length;
      if (selections > limits.selections) return { node: definition, message: TOO_MANY_SELECTIONS };
      for (const selection of next.selections.selections) {
        const excess = look(selection, next);
        if (excess !== null) return excess;
        const below = descend(selection, next, context, seen);
        if (below !== null) pending.push(below);
      }
    }
  }
  return null;
}

function look(selection: SelectionNode, { depth, limit }: Pending): Excess | null {
  if (holdsDeepValue(selection)) return { node: selection, message: VALUE_TOO_DEEP };
  if (selection.kind !== Kind.FIELD || depth < limit) return null;
  return { node: selection, message: `The operation is nested more than ${limit} fields deep` };
}

function holdsDeepValue(selection: SelectionNode): boolean {
  const { directives = [] } = selection;
  const holders = selection.kind === Kind.FIELD ? [selection, ...directives] : directives;
  return holders.some((holder) => holder.arguments?.some(({ value }) => isTooDeep(value)));
}

/** What to look at below a selection; null where that is nothing or has been looked at. */
function descend(
  selection: SelectionNode,
  { depth, limit }: Pending,
  context: ValidationContext,
  seen: Map<string, number>,
): Pending | null {
  switch (selection.kind) {
    case Kind.FIELD:
      if (selection.selectionSet === undefined) return null;
      return {
        selections: selection.selectionSet,
        depth: depth + 1,
        limit: below(selection, limit),
      };
    case Kind.INLINE_FRAGMENT:
      return { selections: selection.selectionSet, depth, limit };
    case Kind.FRAGMENT_SPREAD: {
      // The same fragment further down is looked at again, which ends at the limit; cycles end
      // here.
      const name = `${limit}:${selection.name.value}`;
      if ((seen.get(name) ?? -1) >= depth) return null;
      seen.set(name, depth);
      const fragment = context.getFragment(selection.name.value);
      return fragment ? { selections: fragment.selectionSet, depth, limit } : null;
    }
  }
}

function below(field: FieldNode, limit: number): number {
  const isIntrospection = field.name.value === "__schema" || field.name.value === "__type";
  return isIntrospection ? limits.introspectionDepth : limit;
}

function isExecutableDefinition(node: DefinitionNode): node is ExecutableDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION;
}

function hasDeepDefault({ variableDefinitions = [] }: ExecutableDefinitionNode): boolean {
  return variableDefinitions.some(({ defaultValue }) => defaultValue && isTooDeep(defaultValue));
}

function isTooDeep(literal: ValueNode): boolean {
  const pending: { readonly value: ValueNode; readonly depth: number }[] = [
    { value: literal, depth: 0 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value } = next;
    const depth = next.depth + 1;
    if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) continue;
    if (depth > limits.literalDepth) return true;
    const inner =
      value.kind === Kind.LIST ? value.values : value.fields.map((field) => field.value);
    for (const each of inner) pending.push({ value: each, depth });
  }
  return false;
}
