import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from "graphql";
import { failed, ok, type Result } from "../kernel/result.js";
import { isSignedIn, type Viewer } from "../rules/access/viewer.js";
import { excessiveCost } from "./costLimit.js";
import { depthRule } from "./depthRule.js";
import { reportError } from "./errorReport.js";
import { formatError, isUnexpected } from "./formatError.js";
import { limits } from "./limits.js";
import type { Log } from "./log.js";

/** The graph, as operations are run on it whose answers are streamed. */
export interface StreamedGraph<Context> {
  readonly schema: GraphQLSchema;
  /** Hides the schema: no introspection, no suggestions in errors. */
  readonly production: boolean;
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
  readonly log: Log;
}

/** An operation as it was sent. */
export interface SentOperation {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** An operation that may be run. */
export interface ReadyOperation {
  readonly type: OperationTypeNode;
  readonly args: ExecutionArgs;
}

/** Who sent an operation, and under which id the log tells of it. */
export interface Sender {
  readonly viewer: Viewer;
  readonly requestId: string;
}

type Errors = readonly GraphQLError[];

/** Reads and judges an operation by the same limits as those that are answered at once. */
export function readyOperation<Context>(
  graph: StreamedGraph<Context>,
  { query, variables, operationName }: SentOperation,
  { viewer, requestId }: Sender,
): Result<ReadyOperation, Errors> {
  if (typeof query !== "string")
    return refused("The request has no operation; give its text as query");
  if (!isSignedIn(viewer) && query.length > limits.anonymousOperation) {
    return refused(OPERATION_TOO_LONG, "QUERY_TOO_COMPLEX");
  }
  const given = variables ?? {};
  if (typeof given !== "object" || Array.isArray(given))
    return refused("variables must be an object");
  const document = validDocument(graph, query);
  if (!document.ok) return document;
  const name =
    typeof operationName === "string" && operationName !== "" ? operationName : undefined;
  const operation = getOperationAST(document.value, name);
  if (!operation) return refused("The request does not say which of its operations is to be run");
  const values = given as Record<string, unknown>;
  const excess = excessiveCost(graph.schema, document.value, operation, values);
  if (excess) return failed([excess]);
  return ok({
    type: operation.operation,
    args: {
      schema: graph.schema,
      document: document.value,
      operationName: name ?? null,
      variableValues: values,
      contextValue: graph.createContext(viewer, requestId),
    },
  });
}

/** Why an operation is not even read whose sender has no token. */
export const OPERATION_TOO_LONG =
  `An operation of more than ${limits.anonymousOperation} characters needs an access token; ` +
  "send its data as variables";

/** Runs an operation: a subscription answers many times, everything else once. */
export async function runOperation({
  type,
  args,
}: ReadyOperation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  if (type !== OperationTypeNode.SUBSCRIPTION) return await execute(args);
  return (await subscribe(args)) as AsyncIterableIterator<ExecutionResult> | ExecutionResult;
}

/** What came of an operation, before its errors are looked at. */
interface RawResult {
  readonly errors?: Errors | undefined;
  readonly data?: Record<string, unknown> | null | undefined;
}

/** A result as the caller gets it. What is our own fault goes into the log, and the caller learns the id. */
export function shownResult<Context>(
  { log, production }: StreamedGraph<Context>,
  { errors, data }: RawResult,
  { requestId }: Pick<Sender, "requestId">,
): FormattedExecutionResult {
  const shown = errors?.map((error) => {
    if (isUnexpected(error)) {
      log.error({ requestId, path: error.path, error: reportError(error) }, "unexpected error");
    }
    const { extensions, message, ...place } = formatError(error.toJSON(), error);
    const told =
      extensions?.code === "INTERNAL_SERVER_ERROR" ? { ...extensions, requestId } : extensions;
    const text = production ? message.replace(/ ?Did you mean .*\?$/s, "") : message;
    return { message: text, ...place, ...(told ? { extensions: told } : {}) };
  });
  return { ...(shown ? { errors: shown } : {}), ...(data === undefined ? {} : { data }) };
}

function refused(message: string, code = "BAD_USER_INPUT") {
  return failed([new GraphQLError(message, { extensions: { code } })]);
}

function validDocument<Context>(
  { schema, production }: StreamedGraph<Context>,
  query: string,
): Result<DocumentNode, Errors> {
  const rules = [
    depthRule,
    ...specifiedRules,
    ...(production ? [NoSchemaIntrospectionCustomRule] : []),
  ];
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    const errors = validate(schema, document, rules);
    return errors.length === 0
      ? ok(document)
      : failed(errors.map((error) => coded(error, "VALIDATION")));
  } catch (error) {
    return failed([coded(error, "PARSE")]);
  }
}

/** With the code that Apollo would give it; `formatError` knows what to tell of those. */
function coded(error: unknown, step: "PARSE" | "VALIDATION"): GraphQLError {
  if (error instanceof GraphQLError && error.extensions.code !== undefined) return error;
  const { message, nodes, source, positions } =
    error instanceof GraphQLError ? error : new GraphQLError(String(error));
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    originalError: error instanceof Error ? error : null,
    extensions: { code: `GRAPHQL_${step}_FAILED` },
  });
}
