import type { RunningServer } from "./server.js";

/** What a supervisor does its work with. */
export interface SupervisorParts {
  readonly start: () => Promise<RunningServer>;
  readonly log: (line: string) => void;
  /** Called once, when the server has stopped for good. */
  readonly release: () => void;
}

const restartIntervalMs = 60_000;

/**
 * Keeps a server running: one that ends unasked is started again once. A second end within a
 * minute of the restart counts as a failure of the restart.
 */
export class Supervisor {
  /** Resolves with the tail of the log when the server is down and stays down. Never rejects. */
  readonly exited: Promise<string>;
  readonly #parts: SupervisorParts;
  #giveUp: (tail: string) => void = () => {};
  #server: RunningServer;
  #restarting: Promise<void> | null = null;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #stopping: Promise<void> | null = null;

  constructor(server: RunningServer, parts: SupervisorParts) {
    this.#parts = parts;
    this.exited = new Promise((resolve) => {
      this.#giveUp = resolve;
    });
    this.#server = server;
    this.#watch(server);
  }

  /** Stops the server cleanly and releases the data. Later calls wait for the first one. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #watch(server: RunningServer): void {
    void server.ended.then((tail) => {
      if (this.#stopping !== null) return;
      this.#restarting = this.#restart(tail);
    });
  }

  async #restart(tail: string): Promise<void> {
    if (performance.now() - this.#restartedAt < restartIntervalMs) {
      this.#parts.log("PostgreSQL ended again soon after its restart");
      this.#giveUp(tail);
      return;
    }
    this.#parts.log(`PostgreSQL ended unasked and is started again. Its last words:\n${tail}`);
    try {
      this.#server = await this.#parts.start();
      this.#restartedAt = performance.now();
      this.#parts.log("PostgreSQL runs again");
      this.#watch(this.#server);
    } catch (error) {
      this.#giveUp(`${tail}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #stop(): Promise<void> {
    await this.#restarting;
    try {
      await this.#server.stop();
    } finally {
      this.#parts.release();
    }
  }
}
