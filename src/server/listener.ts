import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";

/** The port can't be had; the message says what to change. */
export class ListenRefused extends Error {
  override readonly name = "ListenRefused";
}

/** An open port. */
export interface Listener {
  readonly port: number;
  /** Where this machine's own browser finds it. */
  readonly url: string;
  /**
   * Takes no more connections, lets requests under way finish, then closes. Whatever is left after
   * `seconds` is cut off.
   */
  drain(seconds: number): Promise<void>;
  /** Hands connections over that ask to become something else than HTTP. Until then they are refused it. */
  onUpgrade(upgrade: Upgrade): void;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
type Respond = (request: IncomingMessage, response: ServerResponse) => void;

const TIMEOUTS = {
  headersTimeout: 20_000,
  // Twenty megabytes over a slow line.
  requestTimeout: 300_000,
  // Longer than the minute after which proxies give up their idle connections, so that they do it
  // first.
  keepAliveTimeout: 65_000,
} as const;
const SWEEP = 50;

/**
 * Opens a port.
 * @throws ListenRefused when the port is taken, not allowed or not of this machine
 */
export async function listen(
  respond: Respond,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listener> {
  const server = createServer(TIMEOUTS, respond);
  server.on("checkContinue", respond);
  const busy = trackSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://${reachable(host)}:${address.port}`,
    drain: (seconds) => drain(server, busy, seconds),
    onUpgrade: (upgrade) => {
      server.on("upgrade", (request, socket, head) => {
        if (request.headers.upgrade?.toLowerCase() === "websocket") upgrade(request, socket, head);
        else serveAsBefore(server, request, socket, head);
      });
    },
  };
}

/**
 * Node hands over every connection that names another protocol, as some HTTP clients do with each request:
 * they are to be answered in the protocol that they speak. The request is read once more, without its offer.
 */
function serveAsBefore(
  server: Server,
  { method, url, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) {
      lines.push(`${name}: ${rawHeaders[at + 1]}`);
    }
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

/** How many requests are under way on each open connection. */
function trackSockets(server: Server): ReadonlyMap<Socket, number> {
  const busy = new Map<Socket, number>();
  server.on("connection", (socket: Socket) => {
    busy.set(socket, 0);
    socket.on("close", () => busy.delete(socket));
  });
  const track = ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.on("close", () => {
      const left = (busy.get(socket) ?? 1) - 1;
      if (busy.has(socket)) busy.set(socket, left);
    });
  };
  server.on("request", track).on("checkContinue", track);
  return busy;
}

async function drain(
  server: Server,
  busy: ReadonlyMap<Socket, number>,
  seconds: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // Node's own closing of idle connections leaves out those that never sent anything.
  const sweep = setInterval(() => {
    for (const [socket, requests] of busy) if (requests === 0) socket.destroySoon();
  }, SWEEP);
  const deadline = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}

function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason = REASONS[error.code ?? ""];
  return reason === undefined ? error : new ListenRefused(reason(port, host));
}

const notOurs = (_: number, host: string) => `HOST ${host} is not an address of this machine`;

const REASONS: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port, host) =>
    `Port ${port} on ${host} is in use; set PORT to another one, or to 0 for any that is free`,
  EACCES: (port, host) =>
    `Port ${port} on ${host} may not be opened by this user; set PORT to one above 1023`,
  EADDRNOTAVAIL: notOurs,
  ENOTFOUND: notOurs,
  EAI_AGAIN: notOurs,
};
