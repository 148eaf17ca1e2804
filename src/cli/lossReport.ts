import type { Loss, LossKind } from "../rules/crosswalks/forms/losses.js";

const words: Readonly<Record<LossKind, string>> = {
  LEFT_OUT: "left out",
  REPLACED: "replaced",
  AS_EXTENSION: "as extension",
};

/** What could not be held as it is, a line each. */
export function describeLosses(losses: readonly Loss[]): readonly string[] {
  return losses.map(({ kind, element, message, count, examples }) => {
    const times = count > 1 ? `, ${count.toLocaleString("en-US")} times` : "";
    const where =
      examples.length > 0 ? ` (${examples.join(", ")}${count > examples.length ? " …" : ""})` : "";
    return `  ${words[kind]}: ${element}${times}: ${message}${where}`;
  });
}
