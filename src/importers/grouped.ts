import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RejectedLine } from "./format.js";

/** A row, and what it belongs to. JSON values only. */
export interface Keyed<Row> {
  readonly key: string;
  readonly row: Row;
}

/** All rows of one key, in the order in which they came. */
export interface Group<Row> {
  readonly key: string;
  readonly rows: readonly Row[];
}

/** So many characters are held before they are written to disk. */
const HELD = 32 * 1024 * 1024;
/** Each part is read back as a whole: of a gigabyte it has four megabytes. */
const PARTS = 256;

function partOf(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at += 1) hash = (hash * 31 + key.charCodeAt(at)) | 0;
  return (hash >>> 0) % PARTS;
}

/** Rows in parts by their keys: in memory, and on disk where they are many. */
class Parts {
  private readonly held: string[][] = Array.from({ length: PARTS }, () => []);
  private characters = 0;
  private folder: string | null = null;

  add(key: string, row: unknown): boolean {
    const line = JSON.stringify([key, row]);
    // While all of it is held there is one part, which keeps the order.
    this.held[this.folder === null ? 0 : partOf(key)]?.push(line);
    this.characters += line.length + 1;
    return this.characters > HELD;
  }

  async spill(): Promise<void> {
    const [first = []] = this.held;
    if (this.folder === null) {
      this.folder = await mkdtemp(join(tmpdir(), "termgate-rows-"));
      this.held[0] = [];
      for (const line of first) this.held[partOf(keyOf(line))]?.push(line);
    }
    for (const [part, lines] of this.held.entries()) {
      if (lines.length === 0) continue;
      await appendFile(join(this.folder, String(part)), `${lines.join("\n")}\n`);
      this.held[part] = [];
    }
    this.characters = 0;
  }

  async *lines(): AsyncGenerator<readonly string[]> {
    if (this.folder === null) yield this.held[0] ?? [];
    else {
      await this.spill();
      for (let part = 0; part < PARTS; part += 1) yield await this.written(part, this.folder);
    }
  }

  private async written(part: number, folder: string): Promise<readonly string[]> {
    try {
      return (await readFile(join(folder, String(part)), "utf8")).split("\n").slice(0, -1);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  }

  async clear(): Promise<void> {
    if (this.folder !== null) await rm(this.folder, { recursive: true, force: true });
  }
}

function keyOf(line: string): string {
  return (JSON.parse(line) as readonly [string])[0];
}

/**
 * Brings rows together that belong together and stand apart, in one file or in several. Rejections go through
 * as they come. Rows are kept on disk where they are many; the order of the groups is then nobody's.
 */
export async function* groupedByKey<Row>(
  rows: AsyncIterable<Keyed<Row> | RejectedLine>,
): AsyncGenerator<Group<Row> | RejectedLine> {
  const parts = new Parts();
  try {
    for await (const row of rows) {
      if ("rejected" in row) yield row;
      else if (parts.add(row.key, row.row)) await parts.spill();
    }
    for await (const lines of parts.lines()) {
      const groups = new Map<string, Row[]>();
      for (const line of lines) {
        const [key, row] = JSON.parse(line) as [string, Row];
        const group = groups.get(key);
        if (group) group.push(row);
        else groups.set(key, [row]);
      }
      for (const [key, group] of groups) yield { key, rows: group };
    }
  } finally {
    await parts.clear();
  }
}
