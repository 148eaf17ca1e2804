import type { Target } from "../load/protocol.js";
import type { ReadWorkload } from "../workloads/workload.js";

/** A server that takes part. */
export interface Contestant {
  readonly name: string;
  /** What it speaks, which decides what it is asked with. */
  readonly kind: "TERMGATE" | "POSTGRAPHILE" | "FLOOR";
  readonly pid: number;
  /** Where its requests go to; `path` is only the floor's own for each question. */
  target(question: string): Promise<Target>;
  stop(): Promise<void>;
}

/** What of a workload is meant for a contestant. */
export function questionFor({ kind }: Contestant, workload: ReadWorkload) {
  switch (kind) {
    case "TERMGATE":
      return { document: workload.termgate.document, normalised: workload.termgate.normalised };
    case "POSTGRAPHILE":
      return {
        document: workload.postgraphile.document,
        normalised: workload.postgraphile.normalised,
      };
    case "FLOOR":
      return {
        document: null,
        normalised: workload.floor.normalised ?? ((answer: never) => answer),
      };
  }
}
