import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Account, canEnter, canRead } from "./accounts.js";
import { copyNative } from "./bundledCopy.js";
import { type LibraryLink, makeLinks, makeLinksOutside, readLinks } from "./bundledLinks.js";
import { systemCode } from "./errors.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import type { Programs } from "./programs.js";

/**
 * Makes the programs of the npm package usable for the account of a place. Packages carry no
 * symbolic links and installers may skip the script that makes them, so that is done here. What
 * cannot be changed or reached where it lies is copied.
 */
export async function prepareBundled(
  machine: Machine,
  place: Place,
  directory: string,
): Promise<Programs> {
  const native = path.join(directory, "native");
  const links = readLinks(native);
  const copyBelow = async (parent: string) => {
    const name = `${version(directory)}-${machine.platform}-${machine.arch}`;
    return plain(await copyNative(native, path.join(parent, "bin", name), links));
  };
  const executable = attempt(() => makeExecutable(native));
  if (place.account !== null && !isUsable(place.account, native)) {
    return copyBelow(machine.systemDirectory);
  }
  if (executable && attempt(() => makeLinks(native, links))) return plain(native);
  if (!executable || machine.platform !== "linux") return copyBelow(place.root);
  return linkedOutside(place, native, version(directory), links);
}

function plain(native: string): Programs {
  return { directory: path.join(native, "bin"), environment: {} };
}

// The libraries look for each other beside themselves only, so both directories have to be named.
function linkedOutside(
  place: Place,
  native: string,
  version: string,
  links: readonly LibraryLink[],
): Programs {
  const below = path.join(place.root, "libraries", version);
  makeLinksOutside(native, below, links);
  const search = [path.join(below, "lib"), path.join(native, "lib")];
  return { ...plain(native), environment: { LD_LIBRARY_PATH: search.join(":") } };
}

function makeExecutable(native: string): void {
  const bin = path.join(native, "bin");
  for (const name of readdirSync(bin)) {
    const file = path.join(bin, name);
    const { mode } = statSync(file);
    // Whoever may read it may run it.
    if ((mode & 0o100) === 0) chmodSync(file, mode | ((mode & 0o444) >> 2));
  }
}

function isUsable(account: Account, native: string): boolean {
  const parts = ["bin/postgres", "bin/initdb", "lib", "lib/postgresql", "share/postgresql"];
  const entered = parts.map((part) => path.join(native, part));
  return (
    canEnter(account, ...entered) &&
    canRead(account, path.join(native, "share/postgresql/postgres.bki"))
  );
}

function version(directory: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return "any";
  return String(manifest.version);
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false;
    throw error;
  }
}
