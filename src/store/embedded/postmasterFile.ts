import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { systemCode } from "./errors.js";

/** What PostgreSQL writes into `postmaster.pid` of its data directory. */
export interface PostmasterFile {
  readonly pid: number;
  /** Null while the server has not opened one yet. */
  readonly socketDirectory: string | null;
  readonly ready: boolean;
  /**
   * Differs between the files of two runs. The process number alone does not: in a container
   * every run of the server may get the same one.
   */
  readonly fingerprint: string;
}

/** The path of `postmaster.pid`. */
export function postmasterPath(data: string): string {
  return path.join(data, "postmaster.pid");
}

/** Null when there is no such file, or it is not written to the end of its first line yet. */
export function readPostmasterFile(data: string): PostmasterFile | null {
  const file = postmasterPath(data);
  let text: string;
  let stamp: string;
  try {
    text = readFileSync(file, "utf8");
    const { ino, mtimeNs } = statSync(file, { bigint: true });
    stamp = `${ino}/${mtimeNs}`;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
  // Lines: number, data directory, start second, port, socket directory, address, memory, state.
  const [pid = "", , started = "", , socketDirectory = "", , , state = ""] = text.split("\n");
  if (!/^-?\d+$/.test(pid)) return null;
  return {
    pid: Math.abs(Number(pid)),
    socketDirectory: socketDirectory === "" ? null : socketDirectory,
    ready: state.trim() === "ready",
    fingerprint: `${pid}/${started}/${stamp}`,
  };
}
