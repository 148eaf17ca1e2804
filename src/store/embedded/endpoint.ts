import { chownSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";
import { canEnter } from "./accounts.js";
import { passwordFile, superuser } from "./cluster.js";
import { makePrivate } from "./directories.js";
import type { EmbeddedConnection } from "./embedded.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import { freePort } from "./windows.js";

/** Where a server listens. */
export interface Endpoint {
  readonly connection: EmbeddedConnection;
  /** The server settings that make it listen there and nowhere else. */
  readonly settings: Readonly<Record<string, string>>;
  /** Removes what a server that was killed left there, so that a new one can listen. */
  sweep(): void;
  /** Removes what should not outlive the server. */
  remove(): void;
}

// The path of a socket may have 103 bytes on macOS and 107 on Linux.
const longestSocketPath = 100;
const socketPort = 5432;
const socketName = `.s.PGSQL.${socketPort}`;
const temporaryPrefix = "termgate-";

/** Chooses where the server will listen: a Unix socket, or TCP on the loopback address. */
export async function openEndpoint(
  machine: Machine,
  place: Place,
  data: string,
): Promise<Endpoint> {
  const settings = { listen_addresses: "", unix_socket_directories: "" };
  if (machine.transport === "tcp") {
    const port = await freePort();
    const password = readFileSync(path.join(data, passwordFile), "utf8");
    return {
      connection: { host: "127.0.0.1", port, user: superuser, database: superuser, password },
      settings: { ...settings, listen_addresses: "127.0.0.1", port: String(port) },
      sweep: () => {},
      remove: () => {},
    };
  }
  const host = socketDirectory(machine, place);
  return {
    connection: { host, port: socketPort, user: superuser, database: superuser },
    settings: {
      ...settings,
      // Quoted, since the setting is a list and a comma in the path would divide it.
      unix_socket_directories: `"${host.replaceAll('"', '""')}"`,
      unix_socket_permissions: "0700",
      port: String(socketPort),
    },
    sweep: () => sweep(host),
    remove: () => removeTemporary(host),
  };
}

/** Removes the temporary socket directory of an instance that was killed; leaves every other. */
export function removeTemporary(host: string): void {
  if (!path.basename(host).startsWith(temporaryPrefix)) return;
  sweep(host);
  try {
    rmdirSync(host);
  } catch {
    // Gone already, or holding what is not ours.
  }
}

function socketDirectory(machine: Machine, place: Place): string {
  const usual = path.join(place.root, "run");
  if (Buffer.byteLength(path.join(usual, socketName)) <= longestSocketPath) {
    makePrivate(usual, place.account);
    return usual;
  }
  const temporary = mkdtempSync(path.join(shortDirectory(machine, place), temporaryPrefix));
  if (place.account !== null) chownSync(temporary, place.account.uid, place.account.gid);
  return temporary;
}

function shortDirectory(machine: Machine, { account }: Place): string {
  const offered = machine.temporaryDirectory;
  const inside = path.join(offered, `${temporaryPrefix}XXXXXX`, socketName);
  const short = Buffer.byteLength(inside) <= longestSocketPath;
  return short && (account === null || canEnter(account, offered)) ? offered : "/tmp";
}

function sweep(host: string): void {
  rmSync(path.join(host, socketName), { force: true });
  rmSync(path.join(host, `${socketName}.lock`), { force: true });
}
