/**
 * What the log says of an error: all that helps to find the fault, nothing of what the caller sent.
 */
interface ErrorReport {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Text of the statement that failed, without its parameters. */
  readonly statement?: string;
  readonly stack: readonly string[];
  readonly cause?: ErrorReport;
}

const LONGEST_MESSAGE = 500;
const LONGEST_STATEMENT = 2000;
const MOST_CAUSES = 5;

/** Describes an error and what caused it. */
export function reportError(error: unknown, depth = 0): ErrorReport {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: shortened(String(error)), stack: [] };
  }
  const cause = causeOf(error);
  // graphql wraps what a resolver throws, and adds nothing but where in the operation that was.
  if ("originalError" in error && cause !== null) return reportError(cause, depth);
  const statement = statementOf(error);
  return {
    type: error.name,
    message: shortened(error.message),
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    ...(statement === null ? {} : { statement: statement.slice(0, LONGEST_STATEMENT) }),
    stack: framesOf(error),
    ...(cause !== null && depth < MOST_CAUSES ? { cause: reportError(cause, depth + 1) } : {}),
  };
}

/** The error that an error wraps; null where it is the first. */
export function causeOf(error: Error): Error | null {
  const inner = "originalError" in error && error.originalError ? error.originalError : error.cause;
  return inner instanceof Error && inner !== error ? inner : null;
}

function statementOf(error: Error): string | null {
  const isFailedQuery = "query" in error && "params" in error && typeof error.query === "string";
  return isFailedQuery ? String(error.query) : null;
}

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith("at "));
}

/** The message of a failed query repeats the statement and its parameters. */
function shortened(message: string): string {
  const text = message.replace(/Failed query: [\s\S]*/, "Failed query");
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
