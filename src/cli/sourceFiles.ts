import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { FileRefused } from "../importers/format.js";
import type { GatheredFile } from "../importers/gathered/gatheredFile.js";
import { HEAD_BYTES } from "../importers/headBytes.js";

/**
 * Opens a file of this machine for an importer.
 * @param onRead called with the number of bytes of every chunk
 * @param name what messages call it; left out: the last part of its path
 * @throws FileRefused where it is no file that can be read, with a reason
 */
export async function localFile(
  path: string,
  onRead: (bytes: number) => void,
  name = basename(path),
): Promise<GatheredFile> {
  const { size, isFile } = await lookAt(path);
  if (!isFile) throw new FileRefused(`${path}: this is a directory`);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: HEAD_BYTES * 4 })) {
        onRead((chunk as Uint8Array).length);
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  return { name, label: path, size, bytes: { [Symbol.asyncIterator]: chunks } };
}

/** How the names of files end that publishers ship in folders of folders. */
const TABLE = /\.(?:csv|tsv|txt|rrf|xml)$/i;

/**
 * The files of a folder whose names end in .json, and tables in it and in its folders, by path. Links lead
 * nowhere.
 */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const files = entries.filter(
      (entry) =>
        entry.isFile() &&
        (TABLE.test(entry.name) || (entry.name.endsWith(".json") && entry.parentPath === folder)),
    );
    return files.map(({ name, parentPath }) => join(parentPath, name)).toSorted();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "this is a directory",
  EACCES: "this user may not read it",
  ESPIPE: "this is a pipe, which can be read only once; save it as a file",
};

function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS[code];
  return reason === undefined ? error : new FileRefused(`${path}: ${reason}`);
}

/**
 * What stands under a path.
 * @throws FileRefused where nothing does, or a pipe
 */
export async function lookAt(
  path: string,
): Promise<{ readonly size: number; readonly isFile: boolean }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { size: 0, isFile: false };
    if (!found.isFile()) throw Object.assign(new Error(path), { code: "ESPIPE" });
    return { size: found.size, isFile: true };
  } catch (error) {
    throw unreadable(path, error);
  }
}
