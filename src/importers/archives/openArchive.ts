import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binaryKind } from "../binary.js";
import type { Archive, PackedSize } from "./archive.js";
import { openTarball } from "./tar.js";
import { openZip } from "./zip.js";

type Opening = (path: string, size: PackedSize) => Promise<Archive>;

/** How archives of the kind are opened that begins like this; null where this is the beginning of none. */
function openingOf(head: Uint8Array): Opening | null {
  const kind = binaryKind(head);
  if (kind === "a zip archive") return openZip;
  return kind === "a gzip file" ? openTarball : null;
}

/** Whether a file that begins like this is an archive that can be opened. */
export function isArchive(head: Uint8Array): boolean {
  return openingOf(head) !== null;
}

/**
 * Opens the archive under a path; null where it is none.
 * @param head the beginning of the file
 * @throws FileRefused where it is damaged, leads out of itself or unpacks without end
 */
export async function openArchive(
  path: string,
  { head, size }: { readonly head: Uint8Array; readonly size: number },
): Promise<Archive | null> {
  const open = openingOf(head);
  return open && (await open(path, { packedBytes: size }));
}

/**
 * Opens an archive that is no file; it lies in a folder of its own for as long as it is open.
 * @param name what messages call it
 * @throws FileRefused as {@link openArchive} does, and where it unpacks to more than `unpackedLimit` bytes
 */
export async function openArchiveOf(
  bytes: Buffer,
  { name, unpackedLimit }: { readonly name: string; readonly unpackedLimit: number },
): Promise<Archive | null> {
  const open = openingOf(bytes);
  if (!open) return null;
  const folder = await mkdtemp(join(tmpdir(), "termgate-content-"));
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const archive = await open(path, { packedBytes: bytes.length, unpackedLimit });
    const close = async () => {
      await archive.close();
      await clear();
    };
    return { members: archive.members, close };
  } catch (error) {
    await clear();
    throw error;
  }
}
