import DataLoader from "dataloader";
import { isStorable } from "../rules/text.js";

/** A loader of one thing per key; a thing that is not there, or not to be seen, is null. */
export interface Loader<Key, Value> {
  load(key: Key): Promise<Value>;
  /** In the keys' order; an error in the place of what could not be loaded. */
  loadMany(keys: readonly Key[]): Promise<(Value | Error)[]>;
  /** Takes in what is known already; what was asked for before stays as it is. */
  prime(key: Key, value: Value): void;
}

/** Set up when it is first used: of the loaders that a request is given it uses one or two. */
class BatchLoader<Key, Value> implements Loader<Key, Value> {
  readonly #text: ((key: Key) => string) | null;
  readonly #load: DataLoader.BatchLoadFn<Key, Value>;
  #loader: DataLoader<Key, Value, string> | undefined;

  constructor(text: ((key: Key) => string) | null, load: DataLoader.BatchLoadFn<Key, Value>) {
    this.#text = text;
    this.#load = load;
  }

  get #used(): DataLoader<Key, Value, string> {
    this.#loader ??= new DataLoader(
      this.#load,
      this.#text ? { cacheKeyFn: this.#text } : { cache: false },
    );
    return this.#loader;
  }

  load(key: Key): Promise<Value> {
    return this.#used.load(key);
  }

  loadMany(keys: readonly Key[]): Promise<(Value | Error)[]> {
    return this.#used.loadMany(keys);
  }

  prime(key: Key, value: Value): void {
    this.#used.prime(key, value);
  }
}

/**
 * A loader for keys that are plain data: equal keys are loaded once per request. A key with a text that no
 * database keeps is nobody's, and is not asked for.
 * @param text the key as a text, for telling keys apart
 * @param load one statement for all keys; answers what it found, in any order
 * @param keyOf the key text that a found row belongs to
 */
export function loaderOf<Key, Row>(
  text: (key: Key) => string,
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Loader<Key, Row | null> {
  return new BatchLoader<Key, Row | null>(text, async (keys) => {
    const found = new Map<string, Row>();
    const possible = keys.filter((key) => isStorable(text(key)));
    const rows = possible.length > 0 ? await load(possible) : [];
    for (const row of rows) found.set(keyOf(row), row);
    return keys.map((key) => found.get(text(key)) ?? null);
  });
}

/**
 * A loader of lists: `load` answers the keys' lists in the keys' order. Keys that differ in their shape
 * (another page size, say) need statements of their own; one statement serves all keys of one shape.
 * @param text the key as a text, for telling keys apart; null where what is long is hardly asked for twice
 */
export function listLoaderOf<Key, Value>(
  text: ((key: Key) => string) | null,
  shape: (key: Key) => string,
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
): Loader<Key, Value> {
  return new BatchLoader<Key, Value>(text, async (keys) => {
    const answers: (Value | undefined)[] = keys.map(() => undefined);
    await Promise.all(
      grouped(keys, shape).map(async ({ places, members }) => {
        const values = await load(members);
        for (const [at, place] of places.entries()) answers[place] = values[at];
      }),
    );
    return answers.map((answer) =>
      answer === undefined ? new Error("A list was not loaded") : answer,
    );
  });
}

/** Keys of one shape, and their places among all. */
interface Group<Key> {
  readonly members: Key[];
  readonly places: number[];
}

function grouped<Key>(keys: readonly Key[], shape: (key: Key) => string): readonly Group<Key>[] {
  const groups = new Map<string, Group<Key>>();
  for (const [place, key] of keys.entries()) {
    const name = shape(key);
    const group = groups.get(name) ?? { members: [], places: [] };
    groups.set(name, group);
    group.members.push(key);
    group.places.push(place);
  }
  return [...groups.values()];
}

/** Keys of one shape as what differs between them, and one of them for what is common. */
export function separated<Key, Part>(
  keys: readonly Key[],
  part: (key: Key) => Part,
): [Part[], Key] {
  const [first] = keys;
  if (first === undefined) throw new Error("A batch has at least one key");
  return [keys.map(part), first];
}
