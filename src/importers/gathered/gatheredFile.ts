import type { ArchiveMember } from "../archives/archive.js";
import type { SourceFile } from "../format.js";

/** A file that can be imported. */
export interface GatheredFile extends SourceFile {
  /** What messages call it where several are looked at: its path, or its place in an archive. */
  readonly label: string;
  /** In bytes. */
  readonly size: number;
}

/** An archive or a folder, of whose files some may be of no use. */
export interface Container {
  readonly label: string;
  readonly files: readonly GatheredFile[];
}

/** The files that were named, and the archives and folders. */
export interface GatheredFiles {
  readonly files: readonly GatheredFile[];
  readonly containers: readonly Container[];
}

/**
 * A member of an archive as a file.
 * @param onRead called with the number of bytes of every chunk
 */
export function memberFile(
  archive: string,
  { name, size, bytes }: ArchiveMember,
  onRead: (bytes: number) => void,
): GatheredFile {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      onRead(chunk.length);
      yield chunk;
    }
  }
  const label = `${archive}: ${name}`;
  return { name, label, size, bytes: { [Symbol.asyncIterator]: chunks } };
}
