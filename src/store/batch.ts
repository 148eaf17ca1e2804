import DataLoader from "dataloader";
import { isStorable } from "../rules/text.js";

/** A loader of one thing per key; a thing that is not there, or not to be seen, is null. */
export type Loader<Key, Value> = DataLoader<Key, Value, string>;

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
  return new DataLoader<Key, Row | null, string>(
    async (keys) => {
      const found = new Map<string, Row>();
      const possible = keys.filter((key) => isStorable(text(key)));
      const rows = possible.length > 0 ? await load(possible) : [];
      for (const row of rows) found.set(keyOf(row), row);
      return keys.map((key) => found.get(text(key)) ?? null);
    },
    { cacheKeyFn: text },
  );
}

/**
 * A loader of lists: `load` answers the keys' lists in the keys' order. Keys that differ in their shape
 * (another page size, say) need statements of their own; one statement serves all keys of one shape.
 */
export function listLoaderOf<Key, Value>(
  text: (key: Key) => string,
  shape: (key: Key) => string,
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
): Loader<Key, Value> {
  return new DataLoader<Key, Value, string>(
    async (keys) => {
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
    },
    { cacheKeyFn: text },
  );
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
