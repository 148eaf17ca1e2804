import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { limits } from "./limits.js";
import { operationCost } from "./operationCost.js";

/** The refusal of an operation that may answer more values than one operation may; null: it may be run. */
export function excessiveCost(...operation: Parameters<typeof operationCost>): GraphQLError | null {
  const cost = operationCost(...operation);
  if (cost <= limits.cost) return null;
  return new GraphQLError(
    `The operation may answer ${cost} values; at most ${limits.cost} are allowed. Ask for ` +
      "smaller pages, or for fewer lists within lists.",
    { extensions: { code: "QUERY_TOO_COMPLEX" } },
  );
}

/** Refuses operations that are too costly. */
export function costLimit<Context extends BaseContext>(
  schema: GraphQLSchema,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request: { variables } }) => {
        const excess = operation && excessiveCost(schema, document, operation, variables ?? {});
        if (excess) throw excess;
      },
    }),
  };
}
