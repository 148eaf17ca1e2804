/** Reads something for each of some keys, in their order, by one statement. */
type ReadAll<Key, Row> = (keys: readonly Key[]) => Promise<readonly Row[]>;

/** What is asked for together with others. */
interface Asked<Key, Row> {
  /** Of the statement. Whoever shares a kind is allowed to see the same, and asks the same but for the keys. */
  readonly kind: string;
  readonly keys: readonly Key[];
  /** Keys that a statement of this kind has at most; who comes alone may have more. */
  readonly most: number;
  readonly read: ReadAll<Key, Row>;
}

interface Asker<Key, Row> extends Pick<Asked<Key, Row>, "keys" | "read"> {
  readonly answer: (rows: readonly Row[]) => void;
  readonly fail: (error: unknown) => void;
}

interface Kind<Key, Row> {
  /** Statements under way. */
  running: number;
  /** Those that share a statement, in the order in which these are to begin. */
  readonly batches: Asker<Key, Row>[][];
}

/** Two keep the database at work while the next askers gather. */
const STATEMENTS_OF_A_KIND = 2;

/**
 * Has small reads of many requests share statements: one for twenty keys costs little more than one for one. A
 * statement begins after all have asked whom it answers. What is slow holds up nothing but its own kind.
 */
export function askingTogether<Key, Row>(): (asked: Asked<Key, Row>) => Promise<readonly Row[]> {
  const kinds = new Map<string, Kind<Key, Row>>();

  function join({ kind: name, most }: Asked<Key, Row>, asker: Asker<Key, Row>): void {
    const kind = kinds.get(name) ?? { running: 0, batches: [] };
    kinds.set(name, kind);
    const last = kind.batches.at(-1);
    if (last && keysOf(last).length + asker.keys.length <= most) {
      last.push(asker);
      return;
    }
    kind.batches.push([asker]);
    // Those who come in with the same turn of the event loop are joined even where nothing is under way.
    setImmediate(() => beginNext(name, kind));
  }

  function beginNext(name: string, kind: Kind<Key, Row>): void {
    if (kind.running >= STATEMENTS_OF_A_KIND) return;
    const next = kind.batches.shift();
    if (!next) {
      if (kind.running === 0 && kinds.get(name) === kind) kinds.delete(name);
      return;
    }
    kind.running += 1;
    void answerAll(next).then(() => {
      kind.running -= 1;
      beginNext(name, kind);
    });
  }

  return (asked) =>
    new Promise((answer, fail) => {
      const { keys, read } = asked;
      join(asked, { keys, read, answer, fail });
    });
}

function keysOf<Key, Row>(askers: readonly Asker<Key, Row>[]): readonly Key[] {
  return askers.flatMap(({ keys }) => keys);
}

async function answerAll<Key, Row>(askers: readonly Asker<Key, Row>[]): Promise<void> {
  const [first, ...others] = askers;
  if (!first) return;
  try {
    const rows = await first.read(keysOf(askers));
    let from = 0;
    for (const { keys, answer } of askers) {
      answer(rows.slice(from, from + keys.length));
      from += keys.length;
    }
  } catch (error) {
    // What one asks for must not be the misfortune of the others.
    if (others.length === 0) first.fail(error);
    else await Promise.all(askers.map((asker) => answerAll([asker])));
  }
}
