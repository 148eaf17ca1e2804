import { availableParallelism } from "node:os";
import { failed, ok, type Result } from "../kernel/result.js";

/** What is said to the server's main program. */
export interface StartOptions {
  /** Whether the demo content is to be loaded, whatever was decided before. */
  readonly demo: boolean;
  /** How many processes serve the one port. */
  readonly processes: number;
}

const MOST_PROCESSES = 64;
const NUMBER = `--processes takes a whole number from 1 to ${MOST_PROCESSES}, or auto for one for each core`;

/** The options that a command line gives, or what is wrong with it. */
export function readStartOptions(given: readonly string[]): Result<StartOptions, string> {
  let options: StartOptions = { demo: false, processes: 1 };
  const left = given.flatMap((argument) =>
    argument.startsWith("--processes=") ? argument.split(/=(.*)/s, 2) : [argument],
  );
  while (left.length > 0) {
    const name = left.shift();
    if (name === "--demo") {
      options = { ...options, demo: true };
    } else if (name === "--processes") {
      const processes = processesOf(left.shift());
      if (processes === null) return failed(NUMBER);
      options = { ...options, processes };
    } else {
      return failed(`There is no option ${name}; there are --demo and --processes NUMBER`);
    }
  }
  return ok(options);
}

function processesOf(given: string | undefined): number | null {
  if (given === "auto") return Math.min(availableParallelism(), MOST_PROCESSES);
  const count = /^\d{1,2}$/.test(given ?? "") ? Number(given) : 0;
  return count >= 1 && count <= MOST_PROCESSES ? count : null;
}
