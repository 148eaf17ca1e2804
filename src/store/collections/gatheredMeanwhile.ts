import { BoundedCache } from "../../kernel/boundedCache.js";

/** Characters of the keys that are kept of what was asked for. */
const KEPT = 1_000_000;

/**
 * Has what is asked for again and again gathered meanwhile, at the second time: most is asked for once, as HEAD
 * is between two edits. What fails, or is too large to be kept, is not begun again soon.
 */
export class GatheredMeanwhile {
  readonly #asked = new BoundedCache<"ONCE" | "BEGUN">(KEPT);

  /**
   * Takes notice that something was asked for that is not at hand.
   * @param gather answers whether it is at hand from now on
   */
  missed(key: string, gather: () => Promise<boolean>): void {
    const seen = this.#asked.get(key);
    this.#asked.set(key, seen === undefined ? "ONCE" : "BEGUN", key.length);
    if (seen !== "ONCE") return;
    gather().then(
      (kept) => kept && this.#asked.delete(key),
      // Whoever needs it asks in another way, and is told there what is wrong.
      () => undefined,
    );
  }
}
