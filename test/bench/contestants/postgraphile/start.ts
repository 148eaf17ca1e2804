import { fileURLToPath } from "node:url";
import type { DatabaseServer } from "../../database/server.js";
import { freePort, startChild } from "../child.js";
import type { Contestant } from "../contestant.js";
import { newerNode } from "../newerNode.js";

const BENCH = fileURLToPath(new URL("../../", import.meta.url));
const PRESET = fileURLToPath(new URL("./preset.mjs", import.meta.url));
const HOST = "127.0.0.1";

/** Starts PostGraphile's own server on the peer's tables of a database. */
export async function startPostGraphile(
  server: DatabaseServer,
  database: string,
): Promise<Contestant> {
  const port = await freePort();
  const path = "/graphql";
  const child = await startChild({
    name: "PostGraphile",
    command: [newerNode(), "node_modules/postgraphile/dist/cli-run.js", "-P", `${PRESET}:preset`],
    directory: BENCH,
    environment: {
      ...{ NODE_ENV: "production", GRAPHILE_ENV: "production", HOST, PORT: String(port) },
      PEER_DATABASE_URL: server.url(database),
    },
    isReady: async () => {
      const answer = await fetch(`http://${HOST}:${port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ __typename }" }),
      });
      return answer.ok;
    },
  });
  return {
    name: "PostGraphile",
    kind: "POSTGRAPHILE",
    ...child,
    target: async () => ({ host: HOST, port, path, headers: {} }),
  };
}
