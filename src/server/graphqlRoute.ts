import { type ApolloServer, type BaseContext, HeaderMap } from "@apollo/server";
import { isSignedIn, type Viewer } from "../rules/access/viewer.js";
import { type Answer, empty, graphError } from "./answer.js";
import { type AnswerMemory, answerKey } from "./answerMemory.js";
import { type Authenticator, refuseToken } from "./auth.js";
import { foreignEncoding, mediaType, parseObject, readBody } from "./body.js";
import { type EventStreams, wantsEvents } from "./eventStreams.js";
import { type Exchange, type Route, wantsPage } from "./exchange.js";
import type { KnownOperations } from "./knownOperations.js";
import { limits, megabytes } from "./limits.js";
import { OPERATION_TOO_LONG, type SentOperation } from "./streamedOperation.js";

interface GraphEndpoint<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly known: Pick<KnownOperations<Context>, "answer">;
  readonly memory: AnswerMemory;
  readonly authenticator: Pick<Authenticator, "authenticate" | "tokensFrom">;
  /** What the resolvers of one operation are given. */
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
  readonly events: Pick<EventStreams<Context>, "answer">;
  /** Bytes of a body of a caller who is signed in. */
  readonly bodyLimit: number;
}

/** `/graphql`: operations by POST, queries also by GET. A browser that comes to look is sent on. */
export function graphRoute<Context extends BaseContext>(endpoint: GraphEndpoint<Context>): Route {
  return {
    shared: true,
    post: async (exchange) => {
      const viewer = await identify(endpoint, exchange);
      return "status" in viewer ? viewer : answerPost(endpoint, exchange, viewer);
    },
    get: async (exchange) => {
      if (wantsPage(exchange.request)) {
        return empty(302, { location: `/graphiql${exchange.search}`, vary: "Accept" });
      }
      const viewer = await identify(endpoint, exchange);
      if ("status" in viewer) return viewer;
      const asked = new URLSearchParams(exchange.search);
      return wantsEvents(exchange.request.headers.accept, asked.get("query"))
        ? await streamGet(endpoint, exchange, viewer, asked)
        : await execute(endpoint, exchange, viewer, undefined);
    },
  };
}

async function identify<Context extends BaseContext>(
  { authenticator }: GraphEndpoint<Context>,
  exchange: Exchange,
): Promise<Viewer | Answer> {
  const caller = await authenticator.authenticate(exchange.request.headers.authorization);
  if (!caller.ok) return refuseToken(caller.failure, authenticator.tokensFrom);
  exchange.client = caller.value.client;
  return caller.value;
}

async function answerPost<Context extends BaseContext>(
  endpoint: GraphEndpoint<Context>,
  exchange: Exchange,
  viewer: Viewer,
): Promise<Answer | null> {
  const type = mediaType(exchange.request);
  if (type !== "application/json") {
    const given = type === "" ? "The Content-Type is missing" : "The Content-Type is not usable";
    return graphError(415, "BAD_USER_INPUT", `${given}; send application/json`);
  }
  const encoding = foreignEncoding(exchange.request);
  if (encoding !== null) return graphError(415, "BAD_USER_INPUT", encoding);
  const limit = limitFor(viewer, endpoint.bodyLimit);
  const body = await readBody(exchange, limit);
  if (!body.ok) return body.failure === "gone" ? null : refuseSize(viewer, limit);
  // Null: the caller wants another media type, which Apollo sees to.
  const key = takesJson(exchange.request) ? answerKey(viewer, body.value) : null;
  const remembered = key === null ? null : await endpoint.memory.find(key);
  if (remembered) return { status: 200, headers: KNOWN_HEADERS, body: remembered };
  const operation = parseObject(body.value);
  if (!operation.ok) return graphError(400, "BAD_USER_INPUT", operation.failure);
  const { query, extensions } = operation.value;
  if (query === undefined && extensions === undefined) {
    return graphError(400, "BAD_USER_INPUT", "The body has no operation; give its text as query");
  }
  if (typeof query === "string" && query.length > operationLimit(viewer)) {
    return graphError(400, "QUERY_TOO_COMPLEX", OPERATION_TOO_LONG);
  }
  if (wantsEvents(exchange.request.headers.accept, query)) {
    return await stream(endpoint, exchange, viewer, operation.value);
  }
  const asked = { viewer, requestId: exchange.requestId, key };
  return (
    (await answerKnown(endpoint, asked, operation.value)) ??
    (await execute(endpoint, exchange, viewer, operation.value))
  );
}

/** Answers as events; what is sent is sent when this ends. */
async function stream<Context extends BaseContext>(
  { events }: GraphEndpoint<Context>,
  exchange: Exchange,
  viewer: Viewer,
  sent: SentOperation,
): Promise<null> {
  await events.answer(exchange, { viewer, requestId: exchange.requestId }, sent);
  return null;
}

/** A query or subscription in the address; nothing is changed by looking at an address. */
async function streamGet<Context extends BaseContext>(
  endpoint: GraphEndpoint<Context>,
  exchange: Exchange,
  viewer: Viewer,
  asked: URLSearchParams,
): Promise<Answer | null> {
  const query = asked.get("query") ?? "";
  if (/\bmutation\b/.test(query)) {
    return graphError(405, "BAD_USER_INPUT", "A mutation is sent by POST", { allow: "POST" });
  }
  const variables = parseObject(Buffer.from(asked.get("variables") || "{}"));
  if (!variables.ok) return graphError(400, "BAD_USER_INPUT", "variables is not a JSON object");
  const operationName = asked.get("operationName");
  return await stream(endpoint, exchange, viewer, {
    query,
    variables: variables.value,
    operationName,
  });
}

async function answerKnown<Context extends BaseContext>(
  { known, memory, createContext }: GraphEndpoint<Context>,
  asked: { readonly viewer: Viewer; readonly requestId: string; readonly key: string | null },
  sent: Readonly<Record<string, unknown>>,
): Promise<Answer | null> {
  const { viewer, requestId, key } = asked;
  if (key === null) return null;
  const begun = memory.state;
  const found = await known.answer(sent, createContext(viewer, requestId));
  if (found === null) return null;
  if (found.lasting) memory.offer(key, found.text, begun);
  return { status: 200, headers: KNOWN_HEADERS, body: found.text };
}

const KNOWN_HEADERS = {
  "cache-control": "no-store",
  "content-type": "application/json; charset=utf-8",
};

function limitFor(viewer: Viewer, signedIn: number): number {
  return isSignedIn(viewer) ? signedIn : Math.min(signedIn, limits.anonymousBody);
}

/** To parse a megabyte takes a second of everybody's time. */
function operationLimit(viewer: Viewer): number {
  return isSignedIn(viewer) ? Number.POSITIVE_INFINITY : limits.anonymousOperation;
}

function refuseSize(viewer: Viewer, limit: number): Answer {
  const size = `The body is larger than ${limit / megabytes(1)} MB`;
  const advice = isSignedIn(viewer) ? "" : "; callers with an access token may send more";
  return graphError(413, "BAD_USER_INPUT", `${size}${advice}`);
}

async function execute<Context extends BaseContext>(
  { apollo, createContext }: GraphEndpoint<Context>,
  { request, requestId, search }: Exchange,
  viewer: Viewer,
  body: unknown,
): Promise<Answer> {
  const contextValue = createContext(viewer, requestId);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: body === undefined ? "GET" : "POST",
      headers: headersFor(request.headers, requestId),
      search,
      body,
    },
    context: async () => contextValue,
  });
  if (answer.body.kind !== "complete") throw new Error("Incremental delivery is not supported");
  return {
    status: answer.status ?? 200,
    headers: { "cache-control": "no-store", ...Object.fromEntries(answer.headers) },
    body: answer.body.string,
  };
}

const ANY_TYPE: ReadonlySet<string> = new Set(["*/*", "application/json"]);

/** Whether the caller takes the usual media type: choosing among several is dear, and hardly anybody asks. */
function takesJson({ headers: { accept } }: Exchange["request"]): boolean {
  return accept === undefined || ANY_TYPE.has(accept);
}

/**
 * Of the request's headers those that Apollo looks at, and the id that errors are written down
 * under.
 */
function headersFor(headers: Exchange["request"]["headers"], requestId: string): HeaderMap {
  const map = new HeaderMap([["x-request-id", requestId]]);
  if (headers["content-type"]) map.set("content-type", headers["content-type"]);
  if (headers.accept !== undefined && !ANY_TYPE.has(headers.accept)) {
    map.set("accept", headers.accept);
  }
  for (const name of ["apollo-require-preflight", "x-apollo-operation-name"]) {
    const value = headers[name];
    if (typeof value === "string") map.set(name, value);
  }
  return map;
}
