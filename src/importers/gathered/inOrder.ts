import { FileRefused, type OpenedCollection } from "../format.js";
import type { ChosenImport } from "./chooseImports.js";

const KINDS = ["CODE_SYSTEM", "BUNDLE", "COLLECTION", "CROSSWALK"];

interface Opened {
  readonly one: ChosenImport;
  readonly url: string | null;
  readonly reads: readonly string[];
}

/**
 * The imports, each behind those that it reads: code systems, then collections, those in front that others
 * import, then crosswalks.
 * @throws FileRefused where collections import each other in a circle
 */
export async function inOrder(imports: readonly ChosenImport[]): Promise<readonly ChosenImport[]> {
  if (imports.length < 2) return imports;
  const sorted = imports.toSorted((one, other) => place(one) - place(other));
  const collections = sorted.filter(({ format }) => format.kind === "COLLECTION");
  const first = sorted.findIndex(({ format }) => format.kind === "COLLECTION");
  if (collections.length < 2) return sorted;
  const ordered = byImports(await Promise.all(collections.map(opened)));
  return sorted.toSpliced(first, collections.length, ...ordered);
}

function place({ format }: ChosenImport): number {
  return KINDS.indexOf(format.kind);
}

async function opened(one: ChosenImport): Promise<Opened> {
  const { format, files } = one;
  if (format.kind !== "COLLECTION") return { one, url: null, reads: [] };
  try {
    const { description, reads }: OpenedCollection = await format.open(files);
    return { one, url: description.details.canonicalUrl, reads };
  } catch (error) {
    // What can't be read is refused when it is imported.
    if (error instanceof FileRefused) return { one, url: null, reads: [] };
    throw error;
  }
}

function byImports(all: readonly Opened[]): readonly ChosenImport[] {
  const byUrl = new Map(all.map((one) => [one.url, one]));
  const done = new Set<Opened>();
  const visit = (one: Opened, path: readonly Opened[]): void => {
    if (done.has(one)) return;
    if (path.includes(one)) {
      const circle = [...path.slice(path.indexOf(one)), one].map(({ url }) => url);
      throw new FileRefused(
        `value sets import each other in a circle: ${circle.join(" imports ")}`,
      );
    }
    for (const url of one.reads) {
      const read = byUrl.get(url);
      if (read) visit(read, [...path, one]);
    }
    done.add(one);
  };
  for (const one of all) visit(one, []);
  return [...done].map(({ one }) => one);
}
