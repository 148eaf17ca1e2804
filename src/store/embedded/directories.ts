import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { type Account, canEnter } from "./accounts.js";
import { EmbeddedUnavailable, systemCode } from "./errors.js";

/** Makes a directory that only the account, or without one this user, can enter. */
export function makePrivate(directory: string, account: Account | null): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
  const found = lstatSync(directory);
  if (!found.isDirectory()) throw new EmbeddedUnavailable(`${directory} is not a directory.`);
  if (account !== null) lchownSync(directory, account.uid, account.gid);
  if ((found.mode & 0o777) !== 0o700) chmodSync(directory, 0o700);
}

/**
 * Makes a directory and its missing parents with mode 755 whatever the file mode mask says. They
 * appear all at once, so that another process never sees one that it cannot enter.
 */
export function makePassable(directory: string): void {
  const missing: string[] = [];
  let parent = directory;
  while (!existsSync(parent)) {
    missing.unshift(path.basename(parent));
    parent = path.dirname(parent);
  }
  const [first, ...rest] = missing;
  if (first === undefined) return;
  const draft = mkdtempSync(path.join(parent, ".termgate-"));
  try {
    chmodSync(draft, 0o755);
    let inner = draft;
    for (const name of rest) {
      inner = path.join(inner, name);
      mkdirSync(inner);
      chmodSync(inner, 0o755);
    }
    renameSync(draft, path.join(parent, first));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path.join(parent, first))) throw error;
    // Another process was faster with the first one; the inner ones may still be missing.
    makePassable(directory);
  }
}

/** Lets the account pass through a directory that is still empty; changes no other one. */
export function openEmpty(directory: string, account: Account): void {
  if (!isEmpty(directory) || canEnter(account, directory)) return;
  chmodSync(directory, statSync(directory).mode | 0o011);
}

/** Whether this is a directory with nothing in it. */
export function isEmpty(directory: string): boolean {
  try {
    return readdirSync(directory).length === 0;
  } catch {
    return false;
  }
}
