import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { makePassable } from "./directories.js";
import { systemCode } from "./errors.js";

/** A symbolic link to a library, and the file that it leads to; both relative to `native`. */
export interface LibraryLink {
  readonly link: string;
  readonly file: string;
}

/** The links that the package would like to have. */
export function readLinks(native: string): LibraryLink[] {
  let listed: unknown;
  try {
    listed = JSON.parse(readFileSync(path.join(native, "pg-symlinks.json"), "utf8"));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
  return Array.isArray(listed) ? listed.filter(isListed).map(toLink) : [];
}

/** Makes the missing links where they belong. */
export function makeLinks(native: string, links: readonly LibraryLink[]): void {
  for (const { link, file } of links) {
    linkOnce(path.relative(path.dirname(link), file), path.join(native, link));
  }
}

/** Makes the links below another directory, for a package that cannot be written to. */
export function makeLinksOutside(
  native: string,
  below: string,
  links: readonly LibraryLink[],
): void {
  for (const { link, file } of links) {
    const at = path.join(below, link);
    makePassable(path.dirname(at));
    linkOnce(path.join(native, file), at);
  }
}

function linkOnce(target: string, at: string): void {
  if (existsSync(at)) return;
  try {
    symlinkSync(target, at);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

interface Listed {
  readonly source: string;
  readonly target: string;
}

function isListed(entry: unknown): entry is Listed {
  if (typeof entry !== "object" || entry === null) return false;
  return "source" in entry && "target" in entry;
}

// The package calls the file `source` and the link `target`, and begins both with `native/`.
function toLink({ source, target }: Listed): LibraryLink {
  return { link: path.relative("native", target), file: path.relative("native", source) };
}
