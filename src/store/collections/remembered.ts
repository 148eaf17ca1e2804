import { BoundedCache } from "../../kernel/boundedCache.js";

/** Remembers what was read under keys that say all that it depends on, so that it stays true for ever. */
export class Remembered<Value> {
  readonly #known: BoundedCache<Value>;
  readonly #coming = new Map<string, Promise<Value>>();
  readonly #weigh: (value: Value) => number;

  /** @param limit the sum of weights that is kept; what was not asked for longest is forgotten */
  constructor(limit: number, weigh: (value: Value) => number) {
    this.#known = new BoundedCache(limit);
    this.#weigh = weigh;
  }

  /** The values of keys, in order; those that are not known are read at once, each by one only. */
  async of<Asked>(
    asked: readonly Asked[],
    keyOf: (one: Asked) => string,
    read: (missing: readonly Asked[]) => Promise<readonly Value[]>,
  ): Promise<Value[]> {
    const byKey = new Map(asked.map((one) => [keyOf(one), one]));
    const missing = [...byKey].filter(
      ([key]) => this.#known.get(key) === undefined && !this.#coming.has(key),
    );
    if (missing.length > 0) this.#expect(missing, read(missing.map(([, one]) => one)));
    return await Promise.all(asked.map((one) => this.#valueOf(keyOf(one))));
  }

  /** The value of a key, if it is known by now. */
  peek(key: string): Value | null {
    return this.#known.get(key) ?? null;
  }

  #expect(missing: readonly (readonly [string, unknown])[], read: Promise<readonly Value[]>): void {
    for (const [at, [key]] of missing.entries()) {
      const coming = read.then((values) => this.#keep(key, values[at]));
      this.#coming.set(key, coming);
      const forget = () => this.#coming.delete(key);
      coming.then(forget, forget);
    }
  }

  #keep(key: string, value: Value | undefined): Value {
    if (value === undefined) throw new Error("What was asked for was not read");
    this.#known.set(key, value, this.#weigh(value));
    return value;
  }

  async #valueOf(key: string): Promise<Value> {
    const value = this.#known.get(key) ?? (await this.#coming.get(key));
    if (value === undefined) throw new Error("What was asked for is not remembered");
    return value;
  }
}
