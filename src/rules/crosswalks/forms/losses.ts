/**
 * What becomes of something that a form has no place for. `LEFT_OUT`: it is not in the result. `REPLACED`: the
 * nearest that the form has stands in its place. `AS_EXTENSION`: it is there whole, in a place of our own that
 * other programs pass over and our import reads.
 */
export const lossKinds = ["LEFT_OUT", "REPLACED", "AS_EXTENSION"] as const;

export type LossKind = (typeof lossKinds)[number];

/** One thing that could not be held as it is, however often. */
export interface Loss {
  readonly kind: LossKind;
  /** Which part of the form, or which attribute: `group.element.extension`. */
  readonly element: string;
  /** A sentence for people, without what it was in this or that place. */
  readonly message: string;
  readonly count: number;
  /** Where it was first met: paths, lines or codes; at most {@link EXAMPLES}. */
  readonly examples: readonly string[];
}

/** Places that are listed of one loss. */
export const EXAMPLES = 5;
/** Different losses that are listed; names in files can be anything. */
const LISTED = 500;

/** Collects what could not be held, each kind of it once. */
export class Losses {
  private readonly found = new Map<string, { loss: Omit<Loss, "count">; count: number }>();

  /** @param where a path, a line or codes; "" where it is the whole */
  add(kind: LossKind, element: string, message: string, where = ""): void {
    const known = this.found.get([kind, element, message].join("\u0000"));
    if (known === undefined && this.found.size >= LISTED) {
      this.addTo(kind, "…", "More of the kind, which are not listed.", where);
    } else this.addTo(kind, element, message, where);
  }

  private addTo(kind: LossKind, element: string, message: string, where: string): void {
    const key = [kind, element, message].join("\u0000");
    const known = this.found.get(key) ?? {
      loss: { kind, element, message, examples: [] },
      count: 0,
    };
    const { examples } = known.loss;
    const more = where !== "" && examples.length < EXAMPLES ? [...examples, where] : examples;
    this.found.set(key, { loss: { ...known.loss, examples: more }, count: known.count + 1 });
  }

  /** What was found, in the order in which it was first met. */
  list(): readonly Loss[] {
    return [...this.found.values()].map(({ loss, count }) => ({ ...loss, count }));
  }
}
