import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Order, Report, Requests, Slice } from "./protocol.js";

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** The load generator: a process of its own, which is told what to send and how long. */
export class Generator {
  readonly #worker: ChildProcess;

  constructor() {
    this.#worker = fork(WORKER, { execArgv: ["--import", "tsx"], serialization: "advanced" });
  }

  /** Gets requests ready, after those that are ready under the name; their number bounds how soon one comes again. */
  async prepare(requests: Requests): Promise<void> {
    await this.#order({ kind: "prepare", ...requests });
  }

  /** Forgets all requests. */
  async forget(): Promise<void> {
    await this.#order({ kind: "forget" });
  }

  /** Sends prepared requests for a while, each connection the next when its last was answered. @throws where one fails */
  async run(id: string, connections: number, milliseconds: number): Promise<Slice> {
    const slice = await this.attempt(id, connections, milliseconds);
    if (slice.failures > 0) {
      throw new Error(`${id}: ${slice.failures} answers failed, one with ${slice.failure}`);
    }
    return slice;
  }

  /** The same, where answers may fail. */
  async attempt(id: string, connections: number, milliseconds: number): Promise<Slice> {
    const report = await this.#order({ kind: "run", id, connections, milliseconds });
    if (report.kind !== "ran") throw new Error("The generator did not run");
    return report;
  }

  stop(): void {
    this.#worker.disconnect();
  }

  #order(order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
      const failed = () => reject(new Error("The load generator ended"));
      this.#worker.once("exit", failed);
      this.#worker.once("message", (report) => {
        this.#worker.off("exit", failed);
        resolve(report as Report);
      });
      this.#worker.send(order);
    });
  }
}
