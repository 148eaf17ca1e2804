import { ApolloServer, type ApolloServerPlugin, type BaseContext } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import { answerPlugin } from "./answerPlugin.js";
import { costLimit } from "./costLimit.js";
import { depthRule } from "./depthRule.js";
import { createDocumentCache } from "./documentCache.js";
import { formatError } from "./formatError.js";
import { limits } from "./limits.js";
import type { Log } from "./log.js";
import { subscriptionsElsewhere } from "./subscriptionsElsewhere.js";

interface ApolloOptions<Context extends BaseContext> {
  /** Hides the schema: no introspection, no suggestions in errors. */
  readonly production: boolean;
  readonly log: Log;
  /** Run before ours. */
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
}

/**
 * The server of a graph, not yet started. Apollo copies the context value for each operation with
 * `Object.assign`; a class with private members would lose them.
 */
export function createApollo<Context extends BaseContext>(
  schema: GraphQLSchema,
  { production, log, plugins = [] }: ApolloOptions<Context>,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    nodeEnv: production ? "production" : "development",
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    cache: "bounded",
    documentStore: createDocumentCache(),
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [depthRule],
    formatError,
    stopOnTerminationSignals: false,
    logger: {
      debug: (message: unknown) => log.debug(String(message)),
      info: (message: unknown) => log.info(String(message)),
      warn: (message: unknown) => log.warn(String(message)),
      error: (message: unknown) => log.error(String(message)),
    },
    plugins: [
      // This one doubles the cost of a nested query; the others would call home if told to by the
      // environment.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ...plugins,
      subscriptionsElsewhere<Context>(),
      costLimit<Context>(schema),
      answerPlugin<Context>(log),
    ],
  });
}
