/** What a handler answers; how it is sent is not its business. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

type Headers = Answer["headers"];

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Headers = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** An answer without a body. */
export function empty(status: number, headers: Headers = {}): Answer {
  return { status, headers, body: "" };
}

/** Codes of errors that are answered before a graph operation begins. */
type EarlyErrorCode =
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "QUERY_TOO_COMPLEX"
  | "INTERNAL_SERVER_ERROR";

/** A refusal in the form in which GraphQL answers errors. */
export function graphError(
  status: number,
  code: EarlyErrorCode,
  message: string,
  headers: Headers = {},
): Answer {
  return json(
    status,
    { errors: [{ message, extensions: { code } }] },
    { "cache-control": "no-store", ...headers },
  );
}

/** Our own fault. The caller is given nothing but the id under which the log tells more. */
export function internalError(requestId: string): Answer {
  const extensions = { code: "INTERNAL_SERVER_ERROR", requestId };
  return json(
    500,
    { errors: [{ message: "Internal server error", extensions }] },
    { "cache-control": "no-store" },
  );
}

/** A page, with what a browser needs to be told to let nothing else into it. */
export function page(html: string, contentSecurityPolicy: string): Answer {
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cache-control": "no-store",
    },
    body: html,
  };
}
