import { on } from "node:events";
import type { Config } from "../server/config.js";
import { createLog } from "../server/log.js";
import { type RunningServer, startServer } from "../server/start.js";
import { openDatabase } from "../store/database.js";
import type { Order, Report } from "./crewMessages.js";
import { serveGraph } from "./front.js";

/**
 * One of several processes on one port. It does what the first process says, and ends when it is told to or
 * when that has gone; signals are for the first alone, though a terminal sends them to all.
 */
export async function serveInCrew(config: Config): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  const abandoned = new AbortController();
  process.once("disconnect", () => abandoned.abort());
  // Opened before anything is waited for: what is said meanwhile is kept.
  const orders = on(process, "message", { signal: abandoned.signal });
  try {
    const server = await startServer(config, createLog(config.logLevel));
    report({ kind: "LISTENING", url: server.url });
    await obey(server, orders);
  } catch (error) {
    if (abandoned.signal.aborted) return;
    report({ kind: "REFUSED", message: error instanceof Error ? error.message : String(error) });
  }
}

async function obey(server: RunningServer, orders: AsyncIterable<readonly Order[]>): Promise<void> {
  for await (const [order] of orders) {
    if (order?.kind === "SERVE") {
      const database = openDatabase(order.location);
      report({ kind: "READY", token: await serveGraph(server, database) });
    } else {
      return await server.stop();
    }
  }
}

function report(report: Report): void {
  if (process.connected) process.send?.(report);
}
