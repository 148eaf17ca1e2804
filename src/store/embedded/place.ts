import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { type Account, accountOf, canEnter, serviceAccount } from "./accounts.js";
import { isEmpty, makePassable, openEmpty } from "./directories.js";
import { EmbeddedUnavailable } from "./errors.js";
import type { Machine } from "./machine.js";

/** Where a database lies, and who runs it. */
export interface Place {
  /** The directory that was asked for, absolute, without symbolic links. */
  readonly requested: string;
  /** The directory that holds everything: the same, unless the account cannot reach that. */
  readonly root: string;
  /** Null when the server runs as this process does. */
  readonly account: Account | null;
}

/** Where the database of a directory lies or would lie. Changes nothing. */
export function findPlace(machine: Machine, directory: string): Place {
  const requested = canonical(path.resolve(directory));
  const shelter = path.join(machine.systemDirectory, shortHash(requested));
  if (machine.uid !== 0) {
    if (dataMajors(requested).length === 0 && dataMajors(shelter).length > 0) {
      throw new EmbeddedUnavailable(
        `The data of ${requested} lies in ${shelter}, because root started it first. ` +
          "Start Termgate as root again, or choose another directory.",
      );
    }
    return { requested, root: requested, account: null };
  }
  return (
    existing(machine, requested, shelter) ??
    existing(machine, requested, requested) ??
    fresh(machine, requested, shelter)
  );
}

/** Makes the root directory, so that the account can pass through what is newly made. */
export function createPlace(place: Place): void {
  if (place.account === null) mkdirSync(place.root, { recursive: true, mode: 0o700 });
  else {
    makePassable(place.root);
    openEmpty(place.root, place.account);
  }
}

/** The major versions of PostgreSQL that have data in a directory, highest first. */
export function dataMajors(root: string): number[] {
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  return names
    .map((name) => /^pg(\d+)$/.exec(name)?.[1])
    .filter((major) => major !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
}

/** Twelve hexadecimal digits that stand for a path. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function existing(machine: Machine, requested: string, root: string): Place | null {
  const [major] = dataMajors(root);
  if (major === undefined) return null;
  const { uid, gid } = statSync(path.join(root, `pg${major}`));
  const account = uid === 0 ? serviceAccount(machine.serviceAccounts) : accountOf(uid, gid);
  if (canEnter(account, root)) return { requested, root, account };
  throw new EmbeddedUnavailable(
    `The database in ${root} belongs to ${account.name}, who cannot enter that directory. ` +
      `Let ${account.name} pass through it and its parents, or set DATABASE_URL.`,
  );
}

function fresh(machine: Machine, requested: string, shelter: string): Place {
  const account = serviceAccount(machine.serviceAccounts);
  // An empty directory is for this database alone, so that it may be opened: only the way counts.
  let present = isEmpty(requested) ? path.dirname(requested) : requested;
  while (!existsSync(present)) present = path.dirname(present);
  const root = canEnter(account, present) ? requested : shelter;
  return { requested, root, account };
}

function canonical(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    const parent = path.dirname(directory);
    return parent === directory
      ? directory
      : path.join(canonical(parent), path.basename(directory));
  }
}
