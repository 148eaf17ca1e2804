/** One step from a concept: along a mapping, or along a link of the hierarchy. */
export interface Step<Concept, Mapping> {
  /** Place of the concept among those from which the steps go. */
  readonly from: number;
  /** The mapping that is shown; null: none, or it is not to be shown. */
  readonly mapping: Mapping | null;
  /** Where the step leads; null: to nothing that is followed. */
  readonly to: Concept | null;
}

/** A concept to which a step leads. */
export interface Next<Concept> {
  readonly concept: Concept;
  /** Whether it was reached here first, and so was gone on from here. */
  readonly first: boolean;
}

/** What was found from a concept. */
export interface Reached<Concept, Mapping> {
  readonly mappings: readonly Mapping[];
  /** Where its steps lead, each concept once. */
  readonly next: readonly Next<Concept>[];
  /** Whether all that follows it was looked at; false: the cascade ended here. */
  readonly complete: boolean;
}

/** What tells concepts, and mappings, apart. */
interface Identities<Concept, Mapping> {
  readonly ofConcept: (concept: Concept) => string;
  readonly ofMapping: (mapping: Mapping) => string;
}

interface Node<Concept, Mapping> {
  readonly concept: Concept;
  readonly mappings: Mapping[];
  readonly next: Map<string, Next<Concept>>;
  complete: boolean;
}

/**
 * A cascade on its way: level by level, nearest first. A concept is gone on from once, where it is reached
 * first, so that every cascade ends.
 */
export class Walk<Concept, Mapping> {
  readonly #identities: Identities<Concept, Mapping>;
  readonly #nodes = new Map<string, Node<Concept, Mapping>>();
  readonly #mappings = new Map<string, Mapping>();
  #frontier: readonly Concept[];
  #room: number;
  #truncated = false;

  /** @param steps how many steps are taken at most */
  constructor(root: Concept, steps: number, identities: Identities<Concept, Mapping>) {
    this.#identities = identities;
    this.#room = steps;
    this.#frontier = [root];
    this.#add(root);
  }

  /** The concepts from which the next level goes on; none where the cascade has ended. */
  get frontier(): readonly Concept[] {
    return this.#frontier;
  }

  /** How many steps may still be taken. */
  get room(): number {
    return this.#room;
  }

  /** Whether there were more steps than were to be taken. */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** All concepts that were reached, the root first. */
  get concepts(): readonly Concept[] {
    return [...this.#nodes.values()].map(({ concept }) => concept);
  }

  /** All mappings that are shown, each once. */
  get mappings(): readonly Mapping[] {
    return [...this.#mappings.values()];
  }

  /** Ends before all levels were looked at, as far as something follows. */
  cut(steps: readonly Step<Concept, Mapping>[]): void {
    this.#truncated = steps.length > 0;
    if (!this.#truncated) for (const concept of this.#frontier) this.#node(concept).complete = true;
    this.#frontier = [];
  }

  /** What was found from a concept; null where it was not reached. */
  reached(concept: Concept): Reached<Concept, Mapping> | null {
    const node = this.#nodes.get(this.#identities.ofConcept(concept));
    if (!node) return null;
    const { mappings, next, complete } = node;
    return { mappings, next: [...next.values()], complete };
  }

  /**
   * Goes on by a level.
   * @param steps from the concepts of the frontier in their order; one more than there is room for tells that
   * something is left out
   */
  advance(steps: readonly Step<Concept, Mapping>[]): void {
    const from = this.#frontier;
    const taken = steps.slice(0, this.#room);
    const cut = steps[this.#room];
    this.#room -= taken.length;
    this.#truncated = cut !== undefined;
    const found: Concept[] = [];
    for (const step of taken) {
      const origin = from[step.from];
      if (origin !== undefined) found.push(...this.#take(origin, step));
    }
    for (const concept of from.slice(0, cut?.from ?? from.length)) {
      this.#node(concept).complete = true;
    }
    this.#frontier = this.#truncated ? [] : found;
  }

  /** The concept that a step reaches first. */
  #take(origin: Concept, { mapping, to }: Step<Concept, Mapping>): readonly Concept[] {
    const node = this.#node(origin);
    if (mapping !== null) {
      node.mappings.push(mapping);
      this.#mappings.set(this.#identities.ofMapping(mapping), mapping);
    }
    if (to === null) return [];
    const identity = this.#identities.ofConcept(to);
    const known = this.#nodes.get(identity);
    const concept = known?.concept ?? to;
    if (!node.next.has(identity)) node.next.set(identity, { concept, first: !known });
    if (known) return [];
    this.#add(to);
    return [to];
  }

  #add(concept: Concept): void {
    const node = { concept, mappings: [], next: new Map(), complete: false };
    this.#nodes.set(this.#identities.ofConcept(concept), node);
  }

  #node(concept: Concept): Node<Concept, Mapping> {
    const node = this.#nodes.get(this.#identities.ofConcept(concept));
    if (!node) throw new Error("A concept was not reached");
    return node;
  }
}
