import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, empty, internalError, json } from "./answer.js";
import { awaitsContinue, hasBody } from "./body.js";
import type { Config } from "./config.js";
import { preflightHeaders, sharingHeaders } from "./cors.js";
import { reportError } from "./errorReport.js";
import { type Exchange, type Handler, type Route, type Routes, splitUrl } from "./exchange.js";
import type { Log } from "./log.js";

/** What requests are answered with. */
interface Service {
  readonly routes: () => Routes;
  /** For paths without a route. */
  readonly otherwise: () => Route;
  /** Whether connections are to be closed after their next answer. */
  readonly draining: () => boolean;
  readonly corsOrigins: Config["corsOrigins"];
  readonly log: Log;
}

/** Milliseconds for which the rest of a refused body is taken in before the connection is cut. */
const LINGER = 5000;
const LONGEST_LOGGED_PATH = 200;
/** Characters from which a text is made bytes of before it is sent. */
const LONG = 16 * 1024;
/** These never have a body, and are not to say how long it is. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** Answers a request and writes one line about it. Never throws. */
export async function serveRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const { path, search } = splitUrl(request.url ?? "/");
  const requestId = requestIdOf(request);
  const exchange: Exchange = { request, response, path, search, requestId, client: null };
  const route = service.routes().get(path) ?? service.otherwise();
  // A connection that breaks is no fault of ours, and is noticed by the end of the response.
  response.on("error", () => {});
  response.on("close", () => {
    logRequest(service.log, exchange, route, performance.now() - startedAt);
  });
  try {
    const answer = await answerRequest(route, exchange, service);
    if (answer !== null) send(exchange, answer, service.draining());
  } catch (error) {
    service.log.error({ requestId, error: reportError(error) }, "unexpected error");
    if (!response.headersSent) send(exchange, internalError(requestId), service.draining());
    else response.destroy();
  }
}

async function answerRequest(
  route: Route,
  exchange: Exchange,
  { corsOrigins }: Service,
): Promise<Answer | null> {
  const { method = "GET", headers } = exchange.request;
  if (method === "OPTIONS" && (route.all === undefined || route.shared)) {
    const allow = { allow: methodsOf(route) };
    return empty(
      204,
      route.shared ? { ...preflightHeaders(corsOrigins, headers), ...allow } : allow,
    );
  }
  const handler = handlerOf(route, method);
  const answer = handler
    ? await handler(exchange)
    : json(
        405,
        { error: "method_not_allowed", message: `Allowed here: ${methodsOf(route)}` },
        { allow: methodsOf(route) },
      );
  if (answer === null || !route.shared) return answer;
  return { ...answer, headers: { ...answer.headers, ...sharingHeaders(corsOrigins, headers) } };
}

function handlerOf(route: Route, method: string): Handler | undefined {
  if (route.all) return route.all;
  if (method === "GET" || method === "HEAD") return route.get;
  return method === "POST" ? route.post : undefined;
}

function methodsOf(route: Route): string {
  return [route.get ? "GET, HEAD" : "", route.post ? "POST" : "", "OPTIONS"]
    .filter((methods) => methods !== "")
    .join(", ");
}

function send({ request, response, requestId }: Exchange, answer: Answer, closing: boolean): void {
  const unread = hasBody(request) && !request.readableEnded;
  // A caller that waits for leave to send its body, and gets an answer instead, may send it or not.
  const ambiguous = unread && awaitsContinue(request);
  const body = bodyOf(answer);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(BODILESS.has(answer.status) ? {} : { "content-length": Buffer.byteLength(body) }),
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
    ...(closing || ambiguous ? { connection: "close" } : {}),
  });
  response.end(body);
  if (unread) discard(request);
}

/** What is sent: for a text, Node sets three bytes aside for each of its characters, and fills them with zeros. */
function bodyOf({ body }: Answer): Answer["body"] {
  return typeof body === "string" && body.length > LONG ? Buffer.from(body) : body;
}

/**
 * Closing at once would make the caller's system throw the answer away while it is still sending.
 */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), LINGER).unref();
  request.on("end", () => clearTimeout(timer)).on("close", () => clearTimeout(timer));
  request.resume();
}

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.:+/=-]{1,128}$/.test(given) ? given : randomUUID();
}

function logRequest(log: Log, exchange: Exchange, route: Route, milliseconds: number): void {
  const { request, response, path, client, requestId } = exchange;
  const line = {
    requestId,
    method: request.method,
    path: path.slice(0, LONGEST_LOGGED_PATH),
    status: response.headersSent ? response.statusCode : null,
    ms: Math.round(milliseconds * 10) / 10,
    client,
    ...(response.writableFinished ? {} : { aborted: true }),
  };
  if (route.quiet) log.debug(line, "request");
  else log.info(line, "request");
}
