import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.js";

/** One request on its way to an answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As the caller wrote it, without query and without a slash at its end. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly search: string;
  readonly requestId: string;
  /** Name of the client whose token the caller showed; for the log. */
  client: string | null;
}

/** Answers a request; null when the caller has gone. */
export type Handler = (exchange: Exchange) => Answer | null | Promise<Answer | null>;

/** What a path answers, by method. HEAD is answered as GET, OPTIONS everywhere. */
export interface Route {
  readonly get?: Handler;
  readonly post?: Handler;
  /** Answers every method alike. */
  readonly all?: Handler;
  /** Whether pages of other origins may read the answers. */
  readonly shared?: boolean;
  /** Asked by machines every few seconds; not worth a line of the log. */
  readonly quiet?: boolean;
}

/** The route of a path. */
export type Routes = ReadonlyMap<string, Route>;

/** Splits what stands in a request line. */
export function splitUrl(url: string): { readonly path: string; readonly search: string } {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  return {
    path: path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path,
    search: mark < 0 ? "" : url.slice(mark),
  };
}

/** Whether the caller is a browser that wants a page to look at. */
export function wantsPage(request: IncomingMessage): boolean {
  const accept = request.headers.accept ?? "";
  const page = accept.indexOf("text/html");
  const data = accept.indexOf("application/json");
  return page >= 0 && (data < 0 || page < data);
}
