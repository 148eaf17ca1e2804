import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from "graphql";
import { BoundedCache } from "../kernel/boundedCache.js";
import { takingTurns } from "../kernel/turns.js";
import { type CompiledQuery, compiledQuery } from "./compiled/compiledQuery.js";
import { isLasting } from "./lasting.js";
import { limits } from "./limits.js";
import { operationCost } from "./operationCost.js";

/** What a caller sends, as it came. */
type Sent = Readonly<Record<string, unknown>>;

interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly lasting: boolean;
  /** Null where it can't be compiled. */
  readonly run: CompiledQuery | null;
}

interface KnownAnswer {
  readonly text: string;
  /** Whether it stays true until somebody changes something. */
  readonly lasting: boolean;
}

/** Queries that Apollo has found valid before, which are answered without asking it again. */
export interface KnownOperations<Context extends BaseContext> {
  /** Tells Apollo to let us know of them. */
  readonly plugin: ApolloServerPlugin<Context>;
  /**
   * The answer; null where the query is not known, or its answer has an error: Apollo says what
   * there is to say about those. Nothing but queries is ever known, so that asking twice does no harm.
   */
  answer(sent: Sent, context: Context): Promise<KnownAnswer | null>;
}

/**
 * Half of what a small query costs is on the way through Apollo's pipeline; the same query over and over, with
 * other variables, need not go that way again.
 */
export function knownOperations<Context extends BaseContext>(
  schema: GraphQLSchema,
): KnownOperations<Context> {
  const known = new BoundedCache<KnownOperation>(limits.cachedDocuments);
  const takeTurn = takingTurns(limits.queriesAtOnce);
  const executed = async (
    { document }: KnownOperation,
    variableValues: Sent,
    contextValue: Context,
  ) => {
    const { data, errors } = await execute({ schema, document, variableValues, contextValue });
    return errors ? null : JSON.stringify(data);
  };
  return {
    plugin: {
      requestDidStart: async () => ({
        didResolveOperation: async ({ source, document, operation }) => {
          // What answers with errors comes this way each time, and is compiled once all the same.
          if (!operation || known.get(source)) return;
          if (isPlain(document, operation) && source.length <= limits.cachedDocument) {
            const lasting = isLasting(schema, document);
            const run = compiledQuery(schema, document, operation);
            known.set(source, { document, operation, lasting, run }, source.length);
          }
        },
      }),
    },
    answer: async ({ query, variables, operationName, extensions }, context) => {
      if (typeof query !== "string" || extensions) return null;
      const found = known.get(query);
      if (!found || (operationName && operationName !== found.operation.name?.value)) return null;
      const given = variables ?? {};
      if (!isObject(given)) return null;
      const { document, operation, lasting, run } = found;
      if (operationCost(schema, document, operation, given) > limits.cost) return null;
      const data = await takeTurn(() =>
        run ? run(given, context) : executed(found, given, context),
      );
      return data === null ? null : { text: `{"data":${data}}\n`, lasting };
    },
  };
}

function isPlain(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 && operation.operation === OperationTypeNode.QUERY;
}

function isObject(value: unknown): value is Sent {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
