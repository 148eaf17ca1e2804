import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EmbeddedConnection, InstancePurpose } from "./embedded.js";
import { systemCode } from "./errors.js";

/** What a lock file says. */
export interface LockRecord {
  readonly pid: number;
  /** Tells the holder from a later process with the same number; null when not known. */
  readonly mark: string | null;
  readonly purpose: InstancePurpose;
  readonly connection: EmbeddedConnection | null;
  /** Set when the holder has stopped but its process lives on. */
  readonly released: boolean;
}

/** A lock file. The record is null when a loss of power left the file without its content. */
export interface NumberedRecord {
  readonly number: number;
  readonly record: LockRecord | null;
}

/** The lock file with the highest number; null when there is none. */
export function newestLockFile(root: string): NumberedRecord | null {
  for (;;) {
    const number = Math.max(0, ...lockNumbers(root));
    if (number === 0) return null;
    try {
      return { number, record: parse(readFileSync(lockFile(root, number), "utf8")) };
    } catch (error) {
      // A higher number has come meanwhile, and its owner has cleared this one away.
      if (systemCode(error) !== "ENOENT") throw error;
    }
  }
}

/** Creates a lock file with its whole content at once; false when the number is taken. */
export function createLockFile(root: string, number: number, record: LockRecord): boolean {
  const draft = writeDraft(root, record);
  try {
    linkSync(draft, lockFile(root, number));
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Gives an own lock file another content, at once. Nothing when the directory is gone. */
export function replaceLockFile(root: string, number: number, record: LockRecord): void {
  try {
    renameSync(writeDraft(root, record), lockFile(root, number));
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

/** Removes one lock file, if it is there. */
export function removeLockFile(root: string, number: number): void {
  rmSync(lockFile(root, number), { force: true });
}

/** Removes the lock files with lower numbers. */
export function removeOlderLockFiles(root: string, number: number): void {
  for (const older of lockNumbers(root)) {
    if (older < number) removeLockFile(root, older);
  }
}

// The files lie openly in the root directory, so that its owner can replace what root left there.
function lockFile(root: string, number: number): string {
  return path.join(root, `lock-${number}`);
}

function lockNumbers(root: string): number[] {
  try {
    return readdirSync(root)
      .map((name) => /^lock-(\d+)$/.exec(name)?.[1])
      .filter((number) => number !== undefined)
      .map(Number);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

function writeDraft(root: string, record: LockRecord): string {
  const draft = path.join(root, `lock-draft-${randomBytes(6).toString("hex")}`);
  writeFileSync(draft, JSON.stringify(record));
  return draft;
}

function parse(text: string): LockRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is LockRecord {
  return typeof value === "object" && value !== null && "pid" in value && "purpose" in value;
}
