import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from "node:fs";
import type { Account } from "./accounts.js";

const rotateAtBytes = 10 * 1024 * 1024;
const tailBytes = 4096;

// Root must not write through a symbolic link that the owner of the directory has laid.
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
const appendOnly = O_APPEND | O_CREAT | O_WRONLY | (O_NOFOLLOW ?? 0);

/** The log file of a server, opened for one run of it. */
export interface ServerLog {
  /** For the standard output and error of the server. */
  readonly descriptor: number;
  /** What this run has written, at most the last 4 KiB. */
  tail(): string;
  /** Lets go of the descriptor once the server has it. */
  close(): void;
}

/** Opens the log to append to; one beyond 10 MiB is first put aside as `<file>.old`. */
export function openServerLog(file: string, account: Account | null): ServerLog {
  rotate(file);
  const descriptor = openSync(file, appendOnly, 0o600);
  if (account !== null) fchownSync(descriptor, account.uid, account.gid);
  const begin = fstatSync(descriptor).size;
  return {
    descriptor,
    tail: () => readTail(file, begin),
    close: () => closeSync(descriptor),
  };
}

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > rotateAtBytes) renameSync(file, `${file}.old`);
}

function readTail(file: string, begin: number): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return `(${file} cannot be read)`;
  }
  try {
    const end = fstatSync(descriptor).size;
    const from = Math.max(begin, end - tailBytes);
    const bytes = Buffer.alloc(Math.max(0, end - from));
    readSync(descriptor, bytes, 0, bytes.length, from);
    return bytes.toString("utf8").trim();
  } finally {
    closeSync(descriptor);
  }
}
