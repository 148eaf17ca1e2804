/** Who asks for an import, and reads what is said of it. */
export type AskedBy = "COMMAND_LINE" | "GRAPH";

/** What both may say of an import, by its name in the graph. */
export type ImportOption = "older" | "format" | "version" | "codeSystem" | "owner";

/** An option as whoever asked calls it: `codeSystem` in the graph, `--code-system` on the command line. */
export function optionName(option: ImportOption, askedBy: AskedBy = "COMMAND_LINE"): string {
  if (askedBy === "GRAPH") return option;
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
