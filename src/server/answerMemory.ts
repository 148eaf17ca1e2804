import { hash } from "node:crypto";
import { BoundedCache } from "../kernel/boundedCache.js";
import { identityOf, type Viewer } from "../rules/access/viewer.js";
import type { AskSnapshot } from "../store/snapshots.js";
import { limits } from "./limits.js";

/** An operation as it came, and who sent it: what its answer depends on, beside the database. */
export function answerKey(viewer: Viewer, body: Buffer): string {
  return `${identityOf(viewer)}\n${body.toString("latin1")}`;
}

/** Milliseconds in which answers are gathered, to be found true together. */
const GATHERING = 5;

interface Offered {
  readonly key: string;
  readonly answer: string;
  readonly begun: string | null;
}

/**
 * Answers that are still true. They are kept for one state of the database, the last that was heard of, and are
 * given out only after the database has said that it is still in that state: whoever changed something, in
 * whatever process, and was told so, finds it changed.
 */
export class AnswerMemory {
  readonly #snapshot: AskSnapshot;
  readonly #answers = new BoundedCache<Buffer>(limits.keptAnswers);
  /** Digests of what was asked lately: an answer is kept when it is asked for again, which most never are. */
  readonly #asked = new BoundedCache<true>(limits.askedLately);
  #state: string | null = null;
  #offered: Offered[] = [];

  constructor(snapshot: AskSnapshot) {
    this.#snapshot = snapshot;
  }

  /** The state that is known when the work on an answer begins; what {@link offer} is to be given. */
  get state(): string | null {
    return this.#state;
  }

  /** The answer to an operation; null where it has to be worked out. */
  async find(key: string): Promise<Buffer | null> {
    const answer = this.#answers.get(key);
    if (answer === undefined) return null;
    return (await this.#look()) && this.#answers.get(key) === answer ? answer : null;
  }

  /**
   * Takes an answer that nothing but the key and the database had a part in. It is kept if it is not the first
   * one, and if the database is in the state in which the work began: then nothing has changed while the
   * statements were read.
   */
  offer(key: string, answer: string, begun: string | null): void {
    if (key.length + answer.length > limits.keptAnswer || !this.#comesAgain(key)) return;
    this.#offered.push({ key, answer, begun });
    if (this.#offered.length === 1) setTimeout(() => void this.#settle(), GATHERING).unref();
  }

  #comesAgain(key: string): boolean {
    const digest = hash("sha1", key, "base64");
    const known = this.#asked.get(digest) ?? false;
    this.#asked.set(digest, true);
    return known;
  }

  async #settle(): Promise<void> {
    const offered = this.#offered;
    this.#offered = [];
    if (!(await this.#look())) return;
    for (const { key, answer, begun } of offered) {
      if (begun !== this.#state) continue;
      const bytes = Buffer.from(answer);
      this.#answers.set(key, bytes, key.length + bytes.length);
    }
  }

  /** Asks for the state, and forgets what was true in another; false where the database does not say. */
  async #look(): Promise<boolean> {
    try {
      const state = await this.#snapshot();
      if (state !== this.#state) {
        this.#answers.clear();
        this.#state = state;
      }
      return true;
    } catch {
      return false;
    }
  }
}
