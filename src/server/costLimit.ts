import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { limits } from "./limits.js";
import { operationCost } from "./operationCost.js";

/** Refuses operations that may answer more values than one operation may. */
export function costLimit<Context extends BaseContext>(
  schema: GraphQLSchema,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request: { variables } }) => {
        if (!operation) return;
        const cost = operationCost(schema, document, operation, variables ?? {});
        if (cost <= limits.cost) return;
        throw new GraphQLError(
          `The operation may answer ${cost} values; at most ${limits.cost} are allowed. Ask for ` +
            "smaller pages, or for fewer lists within lists.",
          { extensions: { code: "QUERY_TOO_COMPLEX" } },
        );
      },
    }),
  };
}
