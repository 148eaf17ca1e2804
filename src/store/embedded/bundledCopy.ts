import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import { type LibraryLink, makeLinks } from "./bundledLinks.js";
import { makePassable } from "./directories.js";

/**
 * Copies the server programs to a directory, once: some 60 to 150 MB that every user may read.
 * The copy gets its name when it is complete, so that one cut short is never taken for whole.
 */
export async function copyNative(
  native: string,
  target: string,
  links: readonly LibraryLink[],
): Promise<string> {
  if (existsSync(target)) return target;
  makePassable(path.dirname(target));
  const draft = mkdtempSync(path.join(path.dirname(target), ".draft-"));
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    openForAll(draft);
    makeLinks(draft, links);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(target)) throw error;
  }
  return target;
}

function openForAll(directory: string): void {
  chmodSync(directory, 0o755);
  const fileMode = path.basename(directory) === "bin" ? 0o755 : 0o644;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const inner = path.join(directory, entry.name);
    if (entry.isDirectory()) openForAll(inner);
    else if (entry.isFile()) chmodSync(inner, fileMode);
  }
}
