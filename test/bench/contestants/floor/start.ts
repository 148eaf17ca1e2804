import { fileURLToPath } from "node:url";
import type { DatabaseServer } from "../../database/server.js";
import { freePort, startChild } from "../child.js";
import type { Contestant } from "../contestant.js";

const BENCH = fileURLToPath(new URL("../../", import.meta.url));
const HOST = "127.0.0.1";

/** Starts the floor on the product's tables of a database. */
export async function startFloor(server: DatabaseServer, database: string): Promise<Contestant> {
  const port = await freePort();
  const child = await startChild({
    name: "floor",
    command: [process.execPath, "--import", "tsx", "contestants/floor/server.ts"],
    directory: BENCH,
    environment: {
      ...{ NODE_ENV: "production", HOST, PORT: String(port) },
      FLOOR_LOCATION: JSON.stringify(server.location(database)),
    },
    isReady: async () => (await fetch(`http://${HOST}:${port}/`)).ok,
  });
  return {
    name: "floor",
    kind: "FLOOR",
    ...child,
    target: async (question) => ({
      ...{ host: HOST, port, path: `/${encodeURIComponent(question)}`, headers: {} },
    }),
  };
}
