import { graphError, json } from "./answer.js";
import type { Route, Routes } from "./exchange.js";
import { rootRoute } from "./rootPage.js";

/** Where the server is in its life. */
export type Phase = "starting" | "ready" | "stopping";

const RETRY = { "retry-after": "1" };

/** What is answered from the moment the port is open. */
export function standingRoutes(phase: () => Phase): Routes {
  return new Map<string, Route>([
    ["/", rootRoute],
    ["/healthz", { quiet: true, get: () => json(200, { status: "up" }) }],
    [
      "/readyz",
      {
        quiet: true,
        get: () => json(phase() === "ready" ? 200 : 503, { status: phase() }),
      },
    ],
  ]);
}

/** Every other path while the database is not there yet. */
export const startingRoute: Route = {
  shared: true,
  all: () =>
    graphError(
      503,
      "INTERNAL_SERVER_ERROR",
      "The server is starting; try again in a moment",
      RETRY,
    ),
};

/** Every other path after that. */
export const missingRoute: Route = {
  all: () =>
    json(404, { error: "not_found", message: "There is nothing here; / says what is where" }),
};
