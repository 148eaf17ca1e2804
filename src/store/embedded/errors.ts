import type { EmbeddedConnection, InstancePurpose } from "./embedded.js";

/** The process that has a data directory open. `connection` is null while it is still starting. */
export interface Holder {
  readonly pid: number;
  readonly purpose: InstancePurpose;
  readonly connection: EmbeddedConnection | null;
}

/** Another live process has this data directory open. The message is one line for a terminal. */
export class DataDirectoryInUse extends Error {
  override readonly name = "DataDirectoryInUse";
  readonly holder: Holder;

  constructor(directory: string, holder: Holder) {
    super(
      `The database in ${directory} is in use by process ${holder.pid} (${holder.purpose}). ` +
        "Stop that process first, or choose another directory.",
    );
    this.holder = holder;
  }
}

/** No database can be run here. The message says why, and what the reader can do about it. */
export class EmbeddedUnavailable extends Error {
  override readonly name = "EmbeddedUnavailable";
}

const refusals = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "ELOOP"]);

/** The code of a failed system call, such as `ENOENT`; undefined for every other value. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Turns a file system that refuses into an EmbeddedUnavailable; every other error stays itself. */
export function explainRefusal(error: unknown, directory: string): unknown {
  const code = systemCode(error);
  if (code === undefined || !refusals.has(code) || !(error instanceof Error)) return error;
  return new EmbeddedUnavailable(
    `A database cannot be kept in ${directory}: ${error.message}. Choose a directory that this ` +
      "user may write to, or set DATABASE_URL to the address of a PostgreSQL server.",
    { cause: error },
  );
}
