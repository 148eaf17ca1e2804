import { FileRefused } from "../format.js";
import type { ChosenImport } from "./chooseImports.js";

/** What a file is called does not depend on the day. */
const NEVER = new Date(0);

/**
 * Those of the imports whose files say that they hold one of the code systems, maps or value sets, named by URLs,
 * ids or titles. All of them where none is named.
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
  throw new FileRefused(`no file holds ${[...missing].join(", ")}`);
}

async function namesOf({ format, files }: ChosenImport): Promise<readonly (string | null)[]> {
  try {
    if (format.kind === "CROSSWALK") {
      const about = (await format.open?.(files, { asOf: NEVER }))?.description;
      return about ? [about.known?.value ?? null, about.name] : [];
    }
    if (format.kind === "COLLECTION") {
      const { description } = await format.open(files);
      return [description.details.canonicalUrl, description.shortCode];
    }
    if (format.kind !== "CODE_SYSTEM" || format.codeSystem !== null) return [];
    const { system } = await format.open(files);
    return [system.canonicalUrl, system.shortCode];
  } catch (error) {
    // What can't be read is not what was asked for.
    if (error instanceof FileRefused) return [];
    throw error;
  }
}
