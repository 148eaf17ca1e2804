import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { makePrivate } from "./directories.js";
import { EmbeddedUnavailable } from "./errors.js";
import type { Machine } from "./machine.js";
import type { Place } from "./place.js";
import type { Binaries } from "./programs.js";
import { run } from "./run.js";

/** The user and the database that every connection uses. */
export const superuser = "postgres";

/** The file in the data directory that holds the password; there only where TCP is used. */
export const passwordFile = "termgate-password";

const firstMajorWithBuiltinLocale = 17;

/**
 * Creates the files of a new, empty database. They are made under another name and renamed when
 * complete, so that one that was cut short is never taken for a database.
 * @throws EmbeddedUnavailable with the words of initdb when it fails.
 */
export async function createCluster(
  machine: Machine,
  place: Place,
  binaries: Binaries,
  data: string,
  unsafeFast: boolean,
): Promise<void> {
  removeAbandoned(place.root);
  const draft = mkdtempSync(path.join(place.root, "init-"));
  makePrivate(draft, place.account);
  const password = machine.transport === "tcp" ? `${draft}.password` : null;
  if (password !== null) writePassword(password, place);
  const access =
    password === null ? ["-A", "trust"] : ["-A", "scram-sha-256", "--pwfile", password];
  const { code, output } = await run(
    binaries.initdb,
    [
      ...["-D", draft, "-U", superuser, "-E", "UTF8", "--no-instructions"],
      ...localeOptions(binaries.major),
      ...access,
      ...(unsafeFast ? ["--no-sync"] : []),
    ],
    place,
    binaries.environment,
  );
  if (code !== 0) {
    removeAbandoned(place.root);
    throw new EmbeddedUnavailable(`A database could not be created in ${place.root}: ${output}`);
  }
  if (password !== null) renameSync(password, path.join(draft, passwordFile));
  renameSync(draft, data);
  if (machine.platform !== "win32" && !unsafeFast) syncDirectory(place.root);
}

// Sorts by code point and folds the case of all of Unicode, the same on every machine.
function localeOptions(major: number): string[] {
  if (major < firstMajorWithBuiltinLocale) return ["--locale=C.UTF-8"];
  return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
}

function writePassword(file: string, place: Place): void {
  writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (place.account !== null) chownSync(file, place.account.uid, place.account.gid);
}

function removeAbandoned(root: string): void {
  const drafts = readdirSync(root).filter((name) => /^init-\w{6}(\.password)?$/.test(name));
  for (const name of drafts) {
    try {
      rmSync(path.join(root, name), { recursive: true, force: true });
    } catch {
      // An initdb that outlived its starter still writes there; a later start finds it at rest.
    }
  }
}

// Without this a loss of power could bring back the old name, and the data with it.
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
