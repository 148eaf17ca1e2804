import { systemCode } from "./errors.js";

/** What the operating system says of one process. Fields that it hides are null. */
export interface ProcessEntry {
  readonly pid: number;
  /** A zombie runs no more; only its number is still taken. */
  readonly state: "running" | "zombie";
  /** Differs between two processes that had the same number one after the other. */
  readonly mark: string | null;
  /** -1 for some user who is not the one of this process. */
  readonly uid: number | null;
  /** Name of the program, without a directory. */
  readonly name: string | null;
  /** The whole command line, arguments joined with spaces. */
  readonly command: string | null;
}

/** Reads the processes of this machine. */
export interface ProcessTable {
  /** The mark of this process, as other processes will find it. */
  ownMark(): string | null;
  /** Null when no process has this number. */
  find(pid: number): ProcessEntry | null;
  /** Every process that can be seen; empty where a list costs too much. */
  all(): ProcessEntry[];
}

/** What a signal that is never delivered tells of a process. */
export function probe(pid: number): ProcessEntry | null {
  const entry: ProcessEntry = {
    pid,
    state: "running",
    mark: null,
    uid: null,
    name: null,
    command: null,
  };
  try {
    process.kill(pid, 0);
    return entry;
  } catch (error) {
    return systemCode(error) === "EPERM" ? { ...entry, uid: -1 } : null;
  }
}

/** Sends a signal; a process that has gone meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
}
