import type { Span } from "../../rules/expansions/dates.js";
import type { HeldIn } from "../collections/held.js";
import type { Pin } from "../collections/pins.js";

/** What an expansion leaves out: a code system at whatever version, or what is in a version. */
export type Excluded = { readonly kind: "ALL_OF"; readonly id: number } | HeldIn;

/** What an expansion has other than its version of a collection. */
export interface Narrowing {
  /** Further places where the code systems are read; what is found there is in as well. */
  readonly others: readonly (readonly Pin[])[];
  /** Without what is retired. */
  readonly activeOnly: boolean;
  /** Words of which each begins a word of the code or of one name; null: none are asked for. */
  readonly filter: string | null;
  /** Only what is in a version of its code system that was released then; none: whatever version. */
  readonly dates: readonly Span[];
  readonly without: readonly Excluded[];
}
