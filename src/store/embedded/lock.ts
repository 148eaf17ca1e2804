import type { EmbeddedConnection, InstancePurpose } from "./embedded.js";
import {
  createLockFile,
  type LockRecord,
  newestLockFile,
  removeLockFile,
  removeOlderLockFiles,
  replaceLockFile,
} from "./lockFiles.js";
import type { ProcessTable } from "./processes.js";

/** A lock that this process holds. */
export interface InstanceLock {
  /** The record of the holder before this one, which has ended; null after a first start. */
  readonly previous: LockRecord | null;
  /** Tells other processes how to connect. */
  publish(connection: EmbeddedConnection): void;
  /** Lets others have it; a second call does nothing. */
  release(): void;
}

/** The outcome of an attempt to lock: the lock, or the record of the living holder. */
export type LockAttempt =
  | { readonly ok: true; readonly lock: InstanceLock }
  | { readonly ok: false; readonly holder: LockRecord };

/**
 * Locks a directory for this process.
 *
 * Lock files carry numbers, and the highest one counts. Whoever finds its holder dead creates the
 * next number, which succeeds for one process only. The highest file is never deleted, not even
 * on release, so no number counts twice, and a starter that was held up between looking and
 * acting cannot take the lock of a third: it finds a higher number beside its own.
 */
export function acquireLock(
  root: string,
  purpose: InstancePurpose,
  processes: ProcessTable,
): LockAttempt {
  const mine: LockRecord = {
    pid: process.pid,
    mark: processes.ownMark(),
    purpose,
    connection: null,
    released: false,
  };
  for (;;) {
    const top = newestLockFile(root);
    if (top?.record && isHeld(top.record, processes)) return { ok: false, holder: top.record };
    const number = (top?.number ?? 0) + 1;
    if (!createLockFile(root, number, mine)) continue;
    if (newestLockFile(root)?.number !== number) {
      removeLockFile(root, number);
      continue;
    }
    removeOlderLockFiles(root, number);
    const previous = top?.record ?? null;
    const publish = (connection: EmbeddedConnection) =>
      replaceLockFile(root, number, { ...mine, connection });
    let released = false;
    const release = () => {
      if (!released) replaceLockFile(root, number, { ...mine, released: true });
      released = true;
    };
    return { ok: true, lock: { previous, publish, release } };
  }
}

/** The record of the living holder of a directory; null when nobody holds it. */
export function readHolder(root: string, processes: ProcessTable): LockRecord | null {
  const record = newestLockFile(root)?.record ?? null;
  return record !== null && isHeld(record, processes) ? record : null;
}

function isHeld(record: LockRecord, processes: ProcessTable): boolean {
  if (record.released) return false;
  const found = processes.find(record.pid);
  if (found === null || found.state === "zombie") return false;
  return found.mark === null || record.mark === null || found.mark === record.mark;
}
