import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.js";

export type Log = Logger;

/**
 * Lines are gathered, which costs a request a fraction of what writing each does, and are written after a tenth of
 * a second at most and at the end. Pipes take 4 KB whole: the lines of several processes are not mixed.
 */
const GATHERED = { sync: false, minLength: 4000, maxWrite: 4096, periodicFlush: 100 };

/** The server's log: one JSON object a line, to standard output unless said otherwise. */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination ?? pino.destination(GATHERED));
}
