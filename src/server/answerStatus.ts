import type { FormattedExecutionResult } from "graphql";
import type { ErrorCode } from "./formatError.js";

/** From the gravest: where several errors left no data, the first of these decides. */
const STATUSES: readonly (readonly [ErrorCode, number])[] = [
  ["UNAUTHENTICATED", 401],
  ["FORBIDDEN", 403],
  ["RATE_LIMITED", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["QUERY_TOO_COMPLEX", 400],
  ["BAD_USER_INPUT", 400],
  ["AMBIGUOUS", 400],
];

/**
 * The HTTP status of an answer: 200 when there is any data, else what its errors call for. Null
 * where they call for nothing in particular.
 */
export function answerStatus(result: FormattedExecutionResult): number | null {
  const { errors = [] } = result;
  if (errors.length === 0 || hasData(result)) return 200;
  const codes = new Set(errors.map(({ extensions }) => extensions?.code));
  return STATUSES.find(([code]) => codes.has(code))?.[1] ?? null;
}

/** A root field that is null because of an error is no data; one that is just null is. */
function hasData({ data, errors = [] }: FormattedExecutionResult): boolean {
  if (data === null || data === undefined) return false;
  const failed = new Set(errors.map(({ path }) => path?.[0]));
  return Object.entries(data).some(([field, value]) => value !== null || !failed.has(field));
}
