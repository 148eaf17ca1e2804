import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, OperationTypeNode } from "graphql";

/** Refuses subscriptions whose caller waits for one answer, and says how they are asked for. */
export function subscriptionsElsewhere<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation }) => {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        throw new GraphQLError(
          "A subscription is answered as events: send `Accept: text/event-stream`, or use a WebSocket",
          { extensions: { code: "BAD_USER_INPUT" } },
        );
      },
    }),
  };
}
