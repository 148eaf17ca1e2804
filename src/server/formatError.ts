import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { causeOf } from "./errorReport.js";

/**
 * Every code that an error of the graph can have; the last is part of the persisted-query protocol.
 */
const errorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "INTERNAL_SERVER_ERROR",
  "QUERY_TOO_COMPLEX",
  "BAD_USER_INPUT",
  "AMBIGUOUS",
  "PERSISTED_QUERY_NOT_FOUND",
] as const;

/** See `errorCodes`. */
export type ErrorCode = (typeof errorCodes)[number];

interface Verdict {
  readonly code: ErrorCode;
  /** What the caller is told instead of the error's own message. */
  readonly message?: string;
}

const UNEXPECTED: Verdict = { code: "INTERNAL_SERVER_ERROR", message: "Internal server error" };
const TOO_DEEP: Verdict = {
  code: "QUERY_TOO_COMPLEX",
  message: "The operation is nested too deeply to be read",
};
const UNSTORABLE: Verdict = {
  code: "BAD_USER_INPUT",
  message: "A text contains U+0000 or half of a surrogate pair; such text can't be stored",
};
const MALFORMED: Verdict = { code: "BAD_USER_INPUT" };
const HIDDEN_SCHEMA: Verdict = {
  code: "BAD_USER_INPUT",
  message: "Introspection is not allowed here",
};

/** Apollo's own codes for what is wrong with a request. */
const MALFORMED_CODES: ReadonlySet<unknown> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

/** What may come along with an error and is not for callers. */
const PRIVATE_EXTENSIONS: ReadonlySet<string> = new Set([
  "http",
  "stacktrace",
  "exception",
  "validationErrors",
  "validationErrorCode",
]);

/** The error as the caller gets it: a code of the closed list, and nothing about our inside. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const { code, message = formatted.message } = judge(error);
  const { extensions, ...place } = formatted;
  const shown =
    code === "INTERNAL_SERVER_ERROR"
      ? []
      : Object.entries(extensions ?? {}).filter(([name]) => !PRIVATE_EXTENSIONS.has(name));
  return { ...place, message, extensions: { ...Object.fromEntries(shown), code } };
}

/** Whether an error is our own fault. */
export function isUnexpected(error: unknown): boolean {
  return judge(error).code === "INTERNAL_SERVER_ERROR";
}

function judge(error: unknown): Verdict {
  const chain = chainOf(error);
  const codes = chain.map(codeOf);
  const known = codes.find(isErrorCode);
  if (known !== undefined) return known === "INTERNAL_SERVER_ERROR" ? UNEXPECTED : { code: known };
  if (codes.includes("GRAPHQL_PARSE_FAILED") && chain.some((each) => each instanceof RangeError)) {
    return TOO_DEEP;
  }
  if (chain.some(isHiddenSchema)) return HIDDEN_SCHEMA;
  if (codes.some((code) => MALFORMED_CODES.has(code))) return MALFORMED;
  if (chain.some(isUnstorableText)) return UNSTORABLE;
  if (chain.some(isRefusedRequest) || isArgumentFault(chain.at(-1))) return MALFORMED;
  return UNEXPECTED;
}

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let next = error instanceof Error ? error : null;
  while (next !== null && chain.length < 10) {
    chain.push(next);
    next = causeOf(next);
  }
  return chain;
}

function codeOf(error: Error): unknown {
  return error instanceof GraphQLError ? error.extensions.code : undefined;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return errorCodes.some((known) => known === code);
}

function isHiddenSchema(error: Error): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.extensions.validationErrorCode === "INTROSPECTION_DISABLED";
}

/** What Apollo refuses with a status but without a code, such as a persisted query's wrong hash. */
function isRefusedRequest(error: Error): boolean {
  const http = error instanceof GraphQLError ? error.extensions.http : undefined;
  if (typeof http !== "object" || http === null || !("status" in http)) return false;
  return typeof http.status === "number" && http.status >= 400 && http.status < 500;
}

/** Arguments and variables that graphql finds wrong only when it executes have no code either. */
function isArgumentFault(error: Error | undefined): boolean {
  if (!(error instanceof GraphQLError)) return false;
  if (error.message.startsWith("Too many errors processing variables")) return true;
  return error.nodes !== undefined && /^(Argument|Variable) "/.test(error.message);
}

/**
 * What PostgreSQL says of U+0000 in a text (22021) and in JSON (22P05), and of broken pairs in
 * JSON.
 */
function isUnstorableText(error: Error): boolean {
  if (!("code" in error)) return false;
  if (error.code === "22021" || error.code === "22P05") return true;
  const detail = "detail" in error ? String(error.detail) : "";
  return error.code === "22P02" && /unicode|\\u/i.test(detail);
}
