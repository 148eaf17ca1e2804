import { FileRefused } from "../format.js";
import type { ChosenImport } from "./chooseImports.js";

/**
 * Those of the imports whose files say that they hold one of the code systems, named by URLs or ids. All of
 * them where none is named.
 * @throws FileRefused where one of them is in no file
 */
export async function onlyThese(
  imports: readonly ChosenImport[],
  named: readonly string[],
): Promise<readonly ChosenImport[]> {
  if (named.length === 0) return imports;
  const missing = new Set(named);
  const meant: ChosenImport[] = [];
  for (const one of imports) {
    const names = await namesOf(one);
    const found = named.filter((name) => names.includes(name));
    if (found.length > 0) meant.push(one);
    for (const name of found) missing.delete(name);
  }
  if (missing.size === 0) return meant;
  throw new FileRefused(`no file holds the code system ${[...missing].join(", ")}`);
}

async function namesOf({ format, files }: ChosenImport): Promise<readonly (string | null)[]> {
  if (format.kind !== "CODE_SYSTEM" || format.codeSystem !== null) return [];
  try {
    const { system } = await format.open(files);
    return [system.canonicalUrl, system.shortCode];
  } catch (error) {
    // What can't be read is not what was asked for.
    if (error instanceof FileRefused) return [];
    throw error;
  }
}
