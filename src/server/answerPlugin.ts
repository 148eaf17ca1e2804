import type { ApolloServerPlugin, BaseContext, GraphQLRequest } from "@apollo/server";
import { answerStatus } from "./answerStatus.js";
import { reportError } from "./errorReport.js";
import { isUnexpected } from "./formatError.js";
import type { Log } from "./log.js";

/**
 * Gives an answer its HTTP status, writes down what is our own fault, and tells the caller the id
 * under which it was written down.
 */
export function answerPlugin<Context extends BaseContext>(log: Log): ApolloServerPlugin<Context> {
  const listener: Awaited<ReturnType<Required<ApolloServerPlugin<Context>>["requestDidStart"]>> = {
    didEncounterErrors: async ({ request, errors, operationName }) => {
      for (const error of errors.filter(isUnexpected)) {
        log.error(
          {
            requestId: requestIdOf(request),
            operationName,
            path: error.path,
            error: reportError(error),
          },
          "unexpected error",
        );
      }
    },
    willSendResponse: async ({ request, response: { body, http } }) => {
      if (body.kind !== "single") return;
      const { singleResult } = body;
      for (const { extensions } of singleResult.errors ?? []) {
        if (extensions?.code === "INTERNAL_SERVER_ERROR")
          extensions.requestId = requestIdOf(request);
      }
      const status = answerStatus(singleResult);
      const isSettled = (http.status ?? 0) >= 400 && (http.status ?? 0) < 500;
      if (status === null || (isSettled && status !== 200)) return;
      http.status = status;
      if (status === 401) http.headers.set("www-authenticate", 'Bearer realm="termgate"');
    },
  };
  return {
    requestDidStart: async () => listener,
    unexpectedErrorProcessingRequest: async ({ requestContext, error }) => {
      log.error(
        { requestId: requestIdOf(requestContext.request), error: reportError(error) },
        "unexpected error",
      );
    },
  };
}

function requestIdOf(request: GraphQLRequest): string | undefined {
  return request.http?.headers.get("x-request-id");
}
