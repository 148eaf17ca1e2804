import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { EmbeddedUnavailable } from "./errors.js";

/** A user that server programs run as, when this process is root and they must not be. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** What server programs see of the environment: nothing of the caller's language or libraries. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: "/usr/bin:/bin:/usr/sbin:/sbin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** The first of these users that exists on this machine. */
export function serviceAccount(names: readonly string[]): Account {
  const accounts = readAccounts();
  for (const name of names) {
    const found = accounts.find((account) => account.name === name && account.uid !== 0);
    if (found !== undefined) return found;
  }
  throw new EmbeddedUnavailable(
    `PostgreSQL refuses to run as root, and there is no user ${names.join(" or ")} to run it as. ` +
      "Start Termgate as an ordinary user, or set DATABASE_URL.",
  );
}

/** The account with this number, with the number as its name when it has none. */
export function accountOf(uid: number, gid: number): Account {
  const name = readAccounts().find((account) => account.uid === uid)?.name ?? `user ${uid}`;
  return { name, uid, gid };
}

/** The part of spawn options that makes a child run as the account. */
export function runAs(account: Account | null): { uid?: number; gid?: number } {
  // macOS gives `nobody` the number -2: files carry it unsigned, spawn wants it signed.
  return account === null ? {} : { uid: account.uid | 0, gid: account.gid | 0 };
}

/**
 * Asks the kernel, as the account, whether every path can be entered or executed. Permission bits
 * alone would miss access lists and parent directories.
 */
export function canEnter(account: Account, ...paths: string[]): boolean {
  return passes(account, 'for p; do test -x "$p" || exit 1; done', paths);
}

/** Asks the kernel, as the account, whether every file can be read. */
export function canRead(account: Account, ...paths: string[]): boolean {
  return passes(account, 'for p; do test -r "$p" || exit 1; done', paths);
}

function passes(account: Account, script: string, paths: readonly string[]): boolean {
  const asked = spawnSync("/bin/sh", ["-c", script, "sh", ...paths], {
    ...runAs(account),
    cwd: "/",
    env: plainEnvironment,
    stdio: "ignore",
  });
  if (asked.error !== undefined) {
    throw new EmbeddedUnavailable(
      `PostgreSQL refuses to run as root, and nothing can be started as ${account.name} here ` +
        `(${asked.error.message}). Start Termgate as an ordinary user, or set DATABASE_URL.`,
      { cause: asked.error },
    );
  }
  return asked.status === 0;
}

function readAccounts(): Account[] {
  let text: string;
  try {
    text = readFileSync("/etc/passwd", "utf8");
  } catch {
    return [];
  }
  return text
    .split("\n")
    .map((entry) => entry.split(":"))
    .filter((fields) => fields.length >= 4 && !fields[0]?.startsWith("#"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}
