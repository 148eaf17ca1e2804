import { hash } from "node:crypto";
import { BoundedCache } from "../kernel/boundedCache.js";
import { identityOf, type Viewer } from "../rules/access/viewer.js";
import { deflated, inflated } from "../store/deflated.js";
import type { AskSnapshot } from "../store/snapshots.js";
import { limits } from "./limits.js";

/** An operation as it came, and who sent it: what its answer depends on, beside the database. */
export function answerKey(viewer: Viewer, body: Buffer): string {
  return `${identityOf(viewer)}\n${body.toString("latin1")}`;
}

/** Milliseconds in which answers are gathered, to be found true together. */
const GATHERING = 5;

/** Bytes from which an answer is kept packed: a nested one takes a tenth then, and is unpacked in a millisecond. */
const LONG = 16 * 1024;

interface KeptAnswer {
  readonly bytes: Buffer;
  /** How many bytes a packed one is; null: it is not packed. */
  readonly unpacked: number | null;
}

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
  readonly #answers = new BoundedCache<KeptAnswer>(limits.keptAnswers);
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
    if (!(await this.#look()) || this.#answers.get(key) !== answer) return null;
    const { bytes, unpacked } = answer;
    return unpacked === null ? bytes : await inflated(bytes, unpacked);
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
    if (this.#asked.get(digest)) return true;
    this.#asked.set(digest, true);
    return false;
  }

  async #settle(): Promise<void> {
    const offered = this.#offered;
    this.#offered = [];
    if (!(await this.#look())) return;
    await Promise.allSettled(offered.map((one) => this.#keep(one)));
  }

  async #keep({ key, answer, begun }: Offered): Promise<void> {
    if (begun !== this.#state) return;
    const kept = await keptAnswer(answer);
    // It may have become another in the meantime.
    if (begun === this.#state) this.#answers.set(key, kept, key.length + kept.bytes.length);
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

async function keptAnswer(answer: string): Promise<KeptAnswer> {
  const bytes = Buffer.from(answer);
  return bytes.length < LONG
    ? { bytes, unpacked: null }
    : { bytes: await deflated(bytes), unpacked: bytes.length };
}
