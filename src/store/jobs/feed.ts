import type { Database } from "../database.js";
import { JOB_CHANNEL } from "./writes.js";

/** Waits for changes of one job. */
export interface JobWatch {
  /**
   * Resolves when the job may have changed since this was last asked; false when nobody waits any more.
   */
  changed(): Promise<boolean>;
  close(): void;
}

/** Tells of changes of jobs as the database tells them, without asking it. */
export interface JobFeed {
  watch(id: string): JobWatch;
  /** How many are being watched. */
  readonly watches: number;
}

/** One for each server: it listens once, however many watch. Listening begins with the first. */
export function jobFeedOver(database: Pick<Database, "listen">): JobFeed {
  const watched = new Map<string, Set<Watch>>();
  let listening = false;
  const listen = () => {
    if (listening) return;
    listening = true;
    const tell = (id: string | null) => {
      const told = id === null ? [...watched.values()].flatMap((set) => [...set]) : watched.get(id);
      for (const watch of told ?? []) watch.tell();
    };
    database.listen(JOB_CHANNEL, tell).catch(() => {
      listening = false;
    });
  };
  return {
    watch: (id) => {
      listen();
      const watches = watched.get(id) ?? new Set();
      watched.set(id, watches);
      const watch = new Watch(() => {
        watches.delete(watch);
        if (watches.size === 0 && watched.get(id) === watches) watched.delete(id);
      });
      watches.add(watch);
      return watch;
    },
    get watches() {
      return [...watched.values()].reduce((sum, { size }) => sum + size, 0);
    },
  };
}

/** Changes that come while nobody waits are one: who asks next is answered at once. */
class Watch implements JobWatch {
  #changed = false;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(private readonly forget: () => void) {}

  async changed(): Promise<boolean> {
    if (!this.#changed && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#changed = false;
    return !this.#closed;
  }

  tell(): void {
    this.#changed = true;
    this.#wake?.();
    this.#wake = null;
  }

  close(): void {
    this.#closed = true;
    this.forget();
    this.tell();
  }
}
