import { createClient as createEventClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import { WebSocket } from "ws";

/** An operation as clients send it. */
export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** What was told, in order, and how it ended. */
export interface Told {
  readonly results: unknown[];
  /** Resolves at the end; rejects where the connection failed. */
  readonly over: Promise<void>;
  /** Goes away before the end. */
  leave(): void;
}

/** Asks over server-sent events, as a client of the field does. */
export function overEvents(url: string, operation: Operation, token?: string): Told {
  const client = createEventClient({
    url: `${url}/graphql`,
    retryAttempts: 0,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  return told((sink) => client.subscribe(operation, sink));
}

/** Asks over a WebSocket, as a client of the field does. */
export function overSocket(
  url: string,
  operation: Operation,
  connectionParams: Record<string, unknown> = {},
): Told {
  const client = createSocketClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
  });
  return told((sink) => client.subscribe(operation, sink));
}

interface Sink {
  next(result: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

function told(subscribe: (sink: Sink) => () => void): Told {
  const results: unknown[] = [];
  let leave = () => {};
  const over = new Promise<void>((resolve, reject) => {
    leave = subscribe({
      next: (result) => results.push(result),
      error: (error) => reject(plain(error)),
      complete: resolve,
    });
  });
  // Whoever looks late is still told.
  over.catch(() => {});
  return { results, over, leave: () => leave() };
}

/** The end of a WebSocket drags the whole socket along. */
function plain(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("reason" in error)) return error;
  return { code: "code" in error ? error.code : null, reason: error.reason };
}
