import type { ContentIndex } from "../content/contentIndex.js";
import type { Random } from "../content/random.js";

/**
 * Brings an answer into the shape that the answers of all contestants are compared in. Each one knows
 * what its own server answers; whoever calls it does not.
 */
export type Normaliser = (answer: never) => unknown;

/** Finds something in an answer that is known to be there. */
export type Finder = (answer: never) => string;

/** What the floor is asked with: the parameters of its statement. */
export type Parameters = readonly (string | number)[];

/** A cursor of PostGraphile, which only its own server can make whole. */
export interface PeerCursor {
  /** Which of the workload's cursors it is. */
  readonly cursor: string;
  /** The values of the order's columns at the item. */
  readonly values: readonly (string | number)[];
}

/** One draw as it is sent to each of the contestants. */
export interface Draw {
  readonly termgate: Readonly<Record<string, unknown>>;
  readonly postgraphile: Readonly<Record<string, unknown>>;
  readonly floor: Parameters;
}

/** The same question to all contestants, over and over with other values. */
export interface ReadWorkload {
  readonly kind: "READ";
  /** The letter that `--only` takes; several workloads may share one. */
  readonly letter: string;
  readonly name: string;
  readonly about: string;
  /** No more different requests than these, because they are long. */
  readonly mostRequests?: number;
  /** The same requests are meant to come again and again; answers are compared once more afterwards. */
  readonly comesAgain?: boolean;
  /** The values of one request. */
  readonly draw: (content: ContentIndex, random: Random) => Draw;
  readonly termgate: {
    readonly document: string;
    readonly normalised: Normaliser;
  };
  readonly postgraphile: {
    readonly document: string;
    readonly normalised: Normaliser;
    /** Where samples of its cursors are found when the cursors of a draw are left out. */
    readonly cursors?: {
      readonly document: string;
      readonly find: Readonly<Record<string, Finder>>;
    };
  };
  readonly floor: {
    /** One statement whose one row has the whole answer as the text of its column `json`. */
    readonly sql: string;
    readonly normalised?: Normaliser;
  };
}
