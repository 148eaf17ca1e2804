import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** A field in a selection, with what it is given. */
export interface SelectedField {
  readonly node: FieldNode;
  readonly name: string;
}

type Fragments = GraphQLResolveInfo["fragments"];

/**
 * The fields that an operation selects of a thing, fragments included, whether or not `@skip` or `@include`
 * leave them out in the end: for fetching ahead, which may fetch too much.
 */
export function selectedFields(
  selections: SelectionSetNode | undefined,
  fragments: Fragments,
): readonly SelectedField[] {
  return (selections?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ node: selection, name: selection.name.value }];
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return selectedFields(inner?.selectionSet, fragments);
  });
}

/** The arguments that a field is given, or null where they are refused, as its own resolver will say. */
export function argumentsOf(
  { node, name }: SelectedField,
  type: GraphQLObjectType,
  variables: Record<string, unknown>,
): Record<string, unknown> | null {
  const field: GraphQLField<unknown, unknown> | undefined = type.getFields()[name];
  if (!field) return null;
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return null;
  }
}

const known = new WeakMap<FieldNode, Map<ReadonlySet<string>, boolean>>();

/** Whether any of the names is selected anywhere below a field. Remembered as long as the document lives. */
export function selectsAny(
  field: FieldNode,
  fragments: Fragments,
  names: ReadonlySet<string>,
): boolean {
  const answers = known.get(field) ?? new Map<ReadonlySet<string>, boolean>();
  known.set(field, answers);
  const answer = answers.get(names) ?? finds(field.selectionSet, fragments, names);
  answers.set(names, answer);
  return answer;
}

function finds(
  selections: SelectionSetNode | undefined,
  fragments: Fragments,
  names: ReadonlySet<string>,
): boolean {
  return selectedFields(selections, fragments).some(
    ({ node, name }) => names.has(name) || finds(node.selectionSet, fragments, names),
  );
}
