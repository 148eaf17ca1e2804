/** Where requests go, and what they carry beside their bodies. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests that differ in their variables only. */
export interface Requests {
  /** To name them by when they are to be sent. */
  readonly id: string;
  readonly target: Target;
  /** Of all of them; null for the floor, which has none. */
  readonly document: string | null;
  readonly variables: readonly unknown[];
}

/** What the generator is told to do. */
export type Order =
  /** What was prepared under the same name stays; these come after it. */
  | ({ readonly kind: "prepare" } & Requests)
  | { readonly kind: "forget" }
  | {
      readonly kind: "run";
      readonly id: string;
      readonly connections: number;
      readonly milliseconds: number;
    };

/** What came of a slice. Latencies are in milliseconds. */
export interface Slice {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
  /** Answers that were no success; the text of one of them. */
  readonly failures: number;
  readonly failure: string | null;
}

/** What the generator answers to each order. */
export type Report = { readonly kind: "done" } | ({ readonly kind: "ran" } & Slice);
