import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { SourceFile } from "../importers/format.js";
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

/** The beginning of a file, enough to recognise its format by. */
export async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
