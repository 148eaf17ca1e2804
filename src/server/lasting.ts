import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/**
 * Whether the answer to an operation changes only when the database does: none of its fields is marked with
 * the extension `passes`, as those are that look at the clock.
 */
export function isLasting(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let lasting = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        if (types.getFieldDef()?.extensions.passes === true) lasting = false;
      },
    }),
  );
  return lasting;
}
