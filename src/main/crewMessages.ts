import type { Location } from "../store/database.js";

/** What the first process tells those that serve. */
export type Order =
  | { readonly kind: "SERVE"; readonly location: Location }
  | { readonly kind: "STOP" };

/** What a process that serves tells the first. */
export type Report =
  | { readonly kind: "LISTENING"; readonly url: string }
  /** The port can't be had, or something is wrong that starting again won't mend. */
  | { readonly kind: "REFUSED"; readonly message: string }
  | { readonly kind: "READY"; readonly token: string | null };
