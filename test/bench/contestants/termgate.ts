import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { registerClient } from "../../../src/commands/access/register.js";
import { hashSecret } from "../../../src/server/secrets.js";
import { openDatabase } from "../../../src/store/database.js";
import { MADE_AT, ORGANIZATION } from "../content/load.js";
import type { DatabaseServer } from "../database/server.js";
import { PRODUCT } from "../report/scores.js";
import { freePort, startChild } from "./child.js";
import type { Contestant } from "./contestant.js";
import { newerNode } from "./newerNode.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const HOST = "127.0.0.1";

/** How one of the product's servers is started. */
export interface Variant {
  readonly name: string;
  /** A compiled main program, relative to the project, and its arguments. */
  readonly program: readonly [string, ...string[]];
  /** Further variables; NODE=22 runs it with the peer's Node. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What `npm start` runs; it compiles the sources where they have changed. */
export const usualVariant: Variant = {
  name: PRODUCT,
  program: ["run.mjs", "main"],
  environment: {},
};

/** Reads `NAME=ENTRY` or `NAME=ENTRY,VARIABLE=VALUE,…`. */
export function readVariant(text: string): Variant {
  const [first = "", ...rest] = text.split(",");
  const [name, entry] = divided(first);
  if (!name || !entry) throw new Error(`--variant ${text}: give NAME=ENTRY[,VARIABLE=VALUE…]`);
  return { name, program: [entry], environment: Object.fromEntries(rest.map(divided)) };
}

function divided(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** What lets our requests in. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** Makes a client of the benchmark's organization that may do everything but administer. */
export async function makeClient(server: DatabaseServer, database: string): Promise<Credentials> {
  const id = `bench-${randomBytes(6).toString("hex")}`;
  const secret = randomBytes(32).toString("base64url");
  const opened = openDatabase(server.location(database));
  try {
    const organizations = [ORGANIZATION];
    const made = await registerClient(
      opened,
      {
        ...{ id, secretHash: await hashSecret(secret), user: null, organizations },
        scopes: ["read", "write", "publish"],
      },
      MADE_AT,
    );
    if (!made.ok) throw new Error(made.failure);
    return { id, secret };
  } finally {
    await opened.close();
  }
}

interface TermgateStart {
  readonly server: DatabaseServer;
  readonly database: string;
  readonly client: Credentials;
  /** Given to Node before the program. */
  readonly nodeOptions?: readonly string[];
}

/** Starts the product as it runs in production. */
export async function startTermgate(
  { name, program: [entry, ...given], environment }: Variant,
  { server, database, client, nodeOptions = [] }: TermgateStart,
): Promise<Contestant> {
  const port = await freePort();
  const { NODE, ...variables } = environment;
  const node = NODE === undefined ? process.execPath : newerNode();
  const child = await startChild({
    name,
    command: [
      node,
      "--enable-source-maps",
      ...["--max-semi-space-size=32", "--heap-growing-percent=100"],
      ...nodeOptions,
      resolve(ROOT, entry),
      ...given,
    ],
    directory: ROOT,
    environment: {
      ...server.environment(database),
      ...{ NODE_ENV: "production", HOST, PORT: String(port) },
      TOKEN_SECRET: randomBytes(32).toString("base64url"),
      ...variables,
    },
    isReady: async () => (await fetch(`http://${HOST}:${port}/readyz`)).ok,
  });
  const authorization = async () => `Bearer ${await accessToken(port, client)}`;
  return {
    name,
    kind: "TERMGATE",
    ...child,
    // A token is good for an hour, a run may take longer.
    target: async () => {
      const headers = { authorization: await authorization() };
      return { host: HOST, port, path: "/graphql", headers };
    },
  };
}

async function accessToken(port: number, { id, secret }: Credentials): Promise<string> {
  const answer = await fetch(`http://${HOST}:${port}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "client_credentials", client_id: id, client_secret: secret },
    }),
  });
  const said = (await answer.json()) as { access_token?: string };
  if (!said.access_token) throw new Error(`There is no token: ${JSON.stringify(said)}`);
  return said.access_token;
}
