/** Says what a read sees that begins now; equal texts mean that nothing was committed in between. */
export type AskSnapshot = () => Promise<string>;

/**
 * What PostgreSQL itself says of what is visible: it names the transactions that are not. None of them can come
 * back to an earlier text, and a commit is in it before its sender hears of it. The connection's process stands
 * for the server's life: after a crash, numbers of transactions that left no trace are given once more.
 */
export const SNAPSHOT = "select pg_current_snapshot()::text || ' ' || pg_backend_pid() as snapshot";

/**
 * Has all who ask at the same time share one reading, which begins after the last of them has asked: one that
 * is under way may have looked too early, so that those who come meanwhile get the next one.
 */
export function sharedSnapshots(read: AskSnapshot): AskSnapshot {
  let running: Promise<unknown> | null = null;
  let next: Promise<string> | null = null;
  const begin = (): Promise<string> => {
    next = null;
    const reading = read();
    const ended = reading
      .catch(() => undefined)
      .then(() => {
        if (running === ended) running = null;
      });
    running = ended;
    return reading;
  };
  return () => {
    if (next) return next;
    if (running === null) return begin();
    next = running.then(begin);
    return next;
  };
}
