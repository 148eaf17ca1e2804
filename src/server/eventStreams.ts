import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import type { Config } from "./config.js";
import { sharingHeaders } from "./cors.js";
import type { Exchange } from "./exchange.js";
import { limits } from "./limits.js";
import {
  readyOperation,
  runOperation,
  type Sender,
  type SentOperation,
  type StreamedGraph,
  shownResult,
} from "./streamedOperation.js";

const EVENTS = "text/event-stream";

/** Whether a caller wants events and nothing else, or would take them for a subscription. */
export function wantsEvents(accept: string | undefined, query: unknown): boolean {
  if (!accept?.includes(EVENTS)) return false;
  return accept.trimStart().startsWith(EVENTS) || /\bsubscription\b/.test(String(query));
}

/** Answers operations as server-sent events, each over a connection of its own (graphql-sse). */
export class EventStreams<Context> {
  readonly #graph: StreamedGraph<Context>;
  readonly #corsOrigins: Config["corsOrigins"];
  readonly #open = new Set<() => void>();
  #closed = false;

  constructor(graph: StreamedGraph<Context>, corsOrigins: Config["corsOrigins"]) {
    this.#graph = graph;
    this.#corsOrigins = corsOrigins;
  }

  /** Ends those that are open; what comes afterwards is ended after its first answer. */
  close(): void {
    this.#closed = true;
    for (const end of this.#open) end();
  }

  /** Answers an operation, to its end or until the caller has gone. */
  async answer(exchange: Exchange, sender: Sender, sent: SentOperation): Promise<void> {
    const { request, response, requestId } = exchange;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    response.on("close", end);
    this.#open.add(end);
    if (this.#closed) end();
    response.writeHead(200, {
      "content-type": `${EVENTS}; charset=utf-8`,
      "cache-control": "no-store",
      // Some proxies gather what is small otherwise.
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...sharingHeaders(this.#corsOrigins, request.headers),
    });
    response.flushHeaders();
    const heartbeat = setInterval(() => response.write(":\n\n"), limits.heartbeat);
    try {
      await this.#stream(response, ended, sender, sent);
    } finally {
      clearInterval(heartbeat);
      this.#open.delete(end);
      response.end("event: complete\ndata:\n\n");
    }
  }

  async #stream(
    response: ServerResponse,
    ended: Promise<void>,
    sender: Sender,
    sent: SentOperation,
  ): Promise<void> {
    const tell = async (result: ExecutionResult) => {
      const shown = JSON.stringify(shownResult(this.#graph, result, sender));
      const taken = response.write(`event: next\ndata: ${shown}\n\n`);
      if (!taken) await Promise.race([once(response, "drain").catch(() => {}), ended]);
    };
    const ready = readyOperation(this.#graph, sent, sender);
    if (!ready.ok) return await tell({ errors: ready.failure });
    const results = await runOperation(ready.value);
    if (!(Symbol.asyncIterator in results)) return await tell(results);
    void ended.then(() => results.return?.());
    for await (const result of results) await tell(result);
  }
}
