import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { FileRefused, type SourceFile } from "../importers/format.js";
import { HEAD_BYTES } from "../importers/formats.js";

/** A file of this machine that is read once; how much has been read so far shows its progress. */
export interface LocalFile extends SourceFile {
  readonly path: string;
  readonly size: number;
}

/**
 * Opens a file for an importer.
 * @param onRead called with the number of bytes of every chunk
 * @throws the system's error where it can't be read
 */
export async function localFile(path: string, onRead: (bytes: number) => void): Promise<LocalFile> {
  const { size } = await stat(path);
  return { name: basename(path), path, size, bytes: chunks(path, onRead) };
}

async function* chunks(path: string, onRead: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: HEAD_BYTES * 4 })) {
    onRead((chunk as Uint8Array).length);
    yield chunk as Uint8Array;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "this is a directory",
  EACCES: "this user may not read it",
  ESPIPE: "this is a pipe, which can be read only once; save it as a file",
};

/**
 * The beginning of a file, enough to recognise its format by.
 * @throws FileRefused where it can't be read, with a reason
 */
export async function headOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = REASONS[code];
    throw reason === undefined ? error : new FileRefused(`${path}: ${reason}`);
  }
}
