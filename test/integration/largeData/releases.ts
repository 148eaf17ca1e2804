import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ImportFormat, SourceFile } from "../../../src/importers/format.js";
import { formatNamed } from "../../../src/importers/formats.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import type { PairContent } from "../../../src/rules/crosswalks/content.js";
import { rowsOf } from "../../unit/importers/sourceFiles.js";

/** Where the publishers' whole files lie, if somebody has put them beside the project. */
const FOLDER = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Whether the whole files are there. */
export const hasReleases = existsSync(join(FOLDER, "icd10cm", "icd10cm-order-2026.txt"));

/** What the titles of tests say that need them. */
export const ABSENT = " (skipped: they do not lie beside the project)";

/** The names of all files, in folders too. */
export function releaseFiles(): readonly string[] {
  const entries = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
  return entries.filter((entry) => statSync(join(FOLDER, entry)).isFile()).toSorted();
}

/** Where a file lies. */
export function releasePath(path: string): string {
  return join(FOLDER, path);
}

/** A whole file as a stream. */
export function releaseFile(path: string): SourceFile {
  const bytes = () => createReadStream(releasePath(path))[Symbol.asyncIterator]();
  return { name: basename(path), bytes: { [Symbol.asyncIterator]: bytes } };
}

/** The first bytes of a file. */
export function releaseHead(path: string, bytes: number): Buffer {
  const file = openSync(join(FOLDER, path), "r");
  try {
    const head = Buffer.alloc(bytes);
    return head.subarray(0, readSync(file, head, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}

function format(name: string): Exclude<ImportFormat, { kind: "BUNDLE" | "COLLECTION" }> {
  const found = formatNamed(name);
  if (!found || found.kind === "BUNDLE" || found.kind === "COLLECTION")
    throw new Error(`no format ${name}`);
  return found;
}

interface Release {
  readonly contents: readonly (ConceptContent | PairContent)[];
  /** Lines, or records, that the contents were made of. */
  readonly lines: number;
  readonly rejected: number;
}

const releases = new Map<string, Promise<Release>>();

/** Everything in whole files, which are read once for all tests. */
export function readRelease(name: string, paths: readonly string[], asOf?: Date): Promise<Release> {
  const key = [name, ...paths.toSorted(), asOf?.toISOString()].join();
  const known = releases.get(key) ?? readFiles(name, paths, asOf);
  releases.set(key, known);
  return known;
}

async function readFiles(name: string, paths: readonly string[], asOf?: Date): Promise<Release> {
  const reader = format(name);
  const files = paths.map(releaseFile);
  const rows = await rowsOf<ConceptContent | PairContent>(reader, files, asOf);
  const contents = rows.flatMap((row) => ("content" in row ? [row.content] : []));
  const lines = rows.reduce((sum, row) => sum + ("lines" in row ? row.lines : 0), 0);
  return { contents, lines, rejected: rows.length - contents.length };
}

/** The concepts of whole files by code. */
export async function concepts(name: string, paths: readonly string[], asOf?: Date) {
  const { contents } = await readRelease(name, paths, asOf);
  return new Map(contents.flatMap((each) => ("code" in each ? [[each.code, each] as const] : [])));
}

/** The pairs of a whole file. */
export async function pairs(name: string, path: string): Promise<readonly PairContent[]> {
  const { contents } = await readRelease(name, [path]);
  return contents.filter((content) => "sourceCode" in content);
}
