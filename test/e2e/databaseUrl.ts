import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  type AddressInfo,
  createConnection,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type Location } from "../../src/store/database.js";
import { onDatabase } from "../support/globalSetup.js";

/** A port of this machine at which something listens until the tests are over. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on any free port of the loopback address. */
export async function listenOn(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Passes connections on to a Unix socket: a URL can name the port, as of any other server. */
export async function proxyTo(socket: string): Promise<Listening> {
  return await listenOn(
    createServer((client) => {
      const server = createConnection(socket);
      client.pipe(server).pipe(client);
      client.on("error", () => server.destroy());
      server.on("error", () => client.destroy());
    }),
  );
}

export interface EmptyDatabase {
  /** As in DATABASE_URL. */
  url(): string;
  readonly location: Location;
}

/** An empty database of the tests' PostgreSQL server, for the tests of one file. */
export function useEmptyDatabase(): EmptyDatabase {
  const name = `termgate_e2e_${randomBytes(6).toString("hex")}`;
  const server = inject("server");
  const admin = connect(server, { max: 1 });
  let proxy: Listening | null = null;
  beforeAll(async () => {
    await admin.unsafe(`create database ${name}`);
    if (typeof server !== "string") proxy = await proxyTo(`${server.host}/.s.PGSQL.${server.port}`);
  });
  afterAll(async () => {
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
    await proxy?.close();
  });
  const location = onDatabase(server, name);
  const url = () => {
    if (typeof location === "string") return location;
    return `postgres://${location.user}@127.0.0.1:${proxy?.port}/${name}`;
  };
  return { url, location };
}
