import cluster, { type Worker } from "node:cluster";
import type { Log } from "../server/log.js";
import type { Location } from "../store/database.js";
import type { Order, Report } from "./crewMessages.js";
import type { Front } from "./front.js";

/** Milliseconds before a process that has died is replaced. */
const REST = 1000;

interface Member {
  readonly worker: Worker;
  /** Before it listens it does not hear what it is told. */
  readonly isListening: () => boolean;
  readonly listening: Promise<string>;
  readonly ready: Promise<string | null>;
  readonly gone: Promise<void>;
}

/**
 * As many processes as are wanted, all on one port; those that die are replaced.
 * @throws Error with what the first of them that can't listen says
 */
export async function openCrew(count: number, log: Log): Promise<Front> {
  const crew = new Crew(log);
  const members = Array.from({ length: count }, () => crew.join());
  try {
    const [url = ""] = await Promise.all(members.map(({ listening }) => listening));
    return crew.front(url);
  } catch (error) {
    await crew.stop();
    throw error;
  }
}

class Crew {
  readonly #log: Log;
  readonly #members = new Set<Member>();
  #location: Location | null = null;
  #stopping = false;

  constructor(log: Log) {
    this.#log = log;
  }

  front(url: string): Front {
    return {
      url,
      serve: async ({ location }) => {
        this.#location = location;
        const ready = [...this.#members].map((member) => {
          tell(member.worker, { kind: "SERVE", location });
          return member.ready;
        });
        const [token = null] = await Promise.all(ready);
        return token;
      },
      stop: () => this.stop(),
    };
  }

  join(): Member {
    const member = memberOf(cluster.fork());
    this.#members.add(member);
    void member.gone.then(() => this.#lose(member));
    return member;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const members = [...this.#members];
    for (const { worker, isListening } of members) {
      if (isListening()) tell(worker, { kind: "STOP" });
      else worker.process.kill("SIGKILL");
    }
    await Promise.all(members.map(({ gone }) => gone));
  }

  async #replace(location: Location): Promise<void> {
    const { worker, listening } = this.join();
    await listening.then(
      () => tell(worker, { kind: "SERVE", location }),
      (error: unknown) => this.#log.error({ error: String(error) }, "a process did not begin"),
    );
  }

  /** Before they serve, nobody is replaced: whatever keeps one from starting keeps the next. */
  #lose(member: Member): void {
    this.#members.delete(member);
    const location = this.#location;
    if (this.#stopping || !location) return;
    this.#log.error({ pid: member.worker.process.pid }, "a serving process died; another begins");
    setTimeout(() => {
      if (!this.#stopping) void this.#replace(location);
    }, REST);
  }
}

function memberOf(worker: Worker): Member {
  const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const said = <Kind extends Report["kind"]>(kind: Kind) =>
    new Promise<Extract<Report, { kind: Kind }>>((resolve, reject) => {
      worker.on("message", (report: Report) => {
        if (report.kind === kind) resolve(report as Extract<Report, { kind: Kind }>);
        if (report.kind === "REFUSED") reject(new Error(report.message));
      });
      void gone.then(() => reject(new Error("A serving process ended before it was ready")));
    });
  let heard = false;
  const listening = said("LISTENING").then(({ url }) => {
    heard = true;
    return url;
  });
  const ready = said("READY").then(({ token }) => token);
  // Who replaces a member waits for neither.
  for (const promise of [listening, ready]) promise.catch(() => {});
  return { worker, isListening: () => heard, listening, ready, gone };
}

function tell(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order);
}
