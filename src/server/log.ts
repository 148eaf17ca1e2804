import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.js";

export type Log = Logger;

/** The server's log: one JSON object a line, to standard output unless said otherwise. */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination ? pino(options, destination) : pino(options);
}
