import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What is made on the spot and never committed; `.gitignore` says the same. */
const MADE_HERE = /^(\.git|node_modules|dist.*|\.termgate|coverage|profile|.*\.log)$/;

/** Paths of all files of the project, below its folder. */
export function projectFiles(folder = ""): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !MADE_HERE.test(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? projectFiles(path) : [path];
    });
}

/** The project's own programs, tests included. */
export const sourceFiles = ["src", "test"]
  .flatMap((folder) => projectFiles(folder))
  .filter((path) => path.endsWith(".ts"));

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** What a file names in its imports and re-exports: a path below the project's folder, or a package. */
export function importsOf(path: string): readonly string[] {
  const pattern =
    /^(?:import|export|\})[^;"]*\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...textOf(path).matchAll(pattern)].map(([, from, bare, late]) => {
    const named = from ?? bare ?? late ?? "";
    return named.startsWith(".") ? posix.join(dirname(path), named) : named;
  });
}

/** The second segment of a path below `src`: the ring that a file belongs to. */
export function ringOf(path: string): string {
  return basename(path.split("/")[1] ?? "").replace(/\.[jt]s$/, "");
}
