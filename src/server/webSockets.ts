import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { GraphQLError } from "graphql";
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { type Authenticator, tokenFaults } from "./auth.js";
import type { Config } from "./config.js";
import { sharingHeaders } from "./cors.js";
import { splitUrl } from "./exchange.js";
import { limits } from "./limits.js";
import { readyOperation, type StreamedGraph, shownResult } from "./streamedOperation.js";
import type { TokenFault } from "./tokens.js";

/** What is at the other end of a connection: with what it was opened, and the token that it showed. */
interface Peer extends Record<PropertyKey, unknown> {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  authorization?: string | undefined;
}

/** Runs operations over WebSockets (graphql-transport-ws). */
export interface WebSockets {
  /** Takes a connection over that asks to become a WebSocket, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to all, and takes no more. */
  close(): Promise<void>;
}

interface WebSocketParts<Context> {
  readonly graph: StreamedGraph<Context>;
  readonly authenticator: Pick<Authenticator, "authenticate">;
  readonly corsOrigins: Config["corsOrigins"];
  readonly paths: ReadonlySet<string>;
}

/** WebSockets of a graph. The token is in the connection's first message, or in a header as elsewhere. */
export function openWebSockets<Context>({
  graph,
  authenticator,
  corsOrigins,
  paths,
}: WebSocketParts<Context>): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.webSocketMessage,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const requestId = (id: string) => `ws-${id.slice(0, 100)}`;
  const served = useServer<Record<string, unknown>, Partial<Peer>>(
    {
      connectionInitWaitTimeout: limits.webSocketPatience,
      onConnect: async ({ connectionParams, extra }) => {
        extra.authorization = tokenOf(connectionParams) ?? extra.request?.headers.authorization;
        const caller = await authenticator.authenticate(extra.authorization);
        if (!caller.ok) extra.socket?.close(closeCode(caller.failure), tokenFaults[caller.failure]);
        return caller.ok;
      },
      onSubscribe: async ({ extra, subscriptions }, id, sent) => {
        if (Object.keys(subscriptions).length > limits.webSocketOperations) return [TOO_MANY];
        // Anew for each operation: the token may have expired, or may open more or less than it did.
        const caller = await authenticator.authenticate(extra.authorization);
        if (!caller.ok) return [unauthenticated(caller.failure)];
        const ready = readyOperation(graph, sent, {
          viewer: caller.value,
          requestId: requestId(id),
        });
        return ready.ok ? ready.value.args : ready.failure;
      },
      onError: (_, id, __, errors) =>
        shownResult(graph, { errors }, { requestId: requestId(id) }).errors ?? [],
      onNext: (_, id, __, ___, result) => shownResult(graph, result, { requestId: requestId(id) }),
    },
    server,
    limits.heartbeat,
  );
  return {
    upgrade: (request, socket, head) => {
      const refusal = refusalOf(request, paths, corsOrigins);
      if (refusal !== null) {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (ws) => server.emit("connection", ws, request));
    },
    close: async () => {
      await served.dispose();
    },
  };
}

function closeCode(fault: TokenFault): CloseCode {
  return fault === "unverifiable" ? CloseCode.InternalServerError : CloseCode.Unauthorized;
}

function unauthenticated(fault: TokenFault): GraphQLError {
  const code = fault === "unverifiable" ? "INTERNAL_SERVER_ERROR" : "UNAUTHENTICATED";
  return new GraphQLError(tokenFaults[fault], { extensions: { code } });
}

const TOO_MANY = new GraphQLError(
  `A connection carries at most ${limits.webSocketOperations} operations at once.`,
  { extensions: { code: "QUERY_TOO_COMPLEX" } },
);

/** What stands for the Authorization header in the connection's first message. */
function tokenOf(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { authorization, Authorization, headers } = parameters ?? {};
  if (typeof headers === "object" && headers !== null) return tokenOf({ ...headers });
  const given = authorization ?? Authorization;
  return typeof given === "string" ? given : undefined;
}

/** The status line of why a connection is not taken over; null where it is. */
function refusalOf(
  { url, headers }: IncomingMessage,
  paths: ReadonlySet<string>,
  corsOrigins: Config["corsOrigins"],
): string | null {
  if (!paths.has(splitUrl(url ?? "/").path)) return "404 Not Found";
  const shared = sharingHeaders(corsOrigins, headers)["access-control-allow-origin"] !== undefined;
  const foreign =
    headers.origin !== undefined &&
    headers.origin !== `http://${headers.host}` &&
    headers.origin !== `https://${headers.host}`;
  if (foreign && !shared) return "403 Forbidden";
  const asked = headers["sec-websocket-protocol"]?.split(",").map((name) => name.trim()) ?? [];
  return asked.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? null : "400 Bad Request";
}
