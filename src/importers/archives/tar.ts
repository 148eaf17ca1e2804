import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Entry, extract } from "tar-stream";
import { FileRefused } from "../format.js";
import {
  type Archive,
  ArchiveLimits,
  type ArchiveMember,
  type PackedSize,
  refuseEscape,
  refuseLink,
} from "./archive.js";

const LINKS: ReadonlySet<string> = new Set(["link", "symlink"]);

/**
 * Unpacks a tar archive that is packed by gzip, as npm ships packages, into a folder of its own for as long as
 * it is open: such an archive can be read from its beginning only.
 * @throws FileRefused where it is damaged, leads out of itself or unpacks without end
 */
export async function openTarball(path: string, size: PackedSize): Promise<Archive> {
  const archive = basename(path);
  const folder = await mkdtemp(join(tmpdir(), "termgate-archive-"));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const limits = new ArchiveLimits(archive, size);
    return { members: await unpack(path, folder, limits), close };
  } catch (error) {
    await close();
    if (error instanceof FileRefused) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileRefused(`${archive}: this is no whole archive of the kind .tgz: ${reason}`);
  }
}

async function unpack(
  path: string,
  folder: string,
  limits: ArchiveLimits,
): Promise<readonly ArchiveMember[]> {
  const archive = basename(path);
  const members: ArchiveMember[] = [];
  const reader = extract();
  const packed = pipeline(createReadStream(path), createGunzip(), reader);
  // Whatever ends the packed stream ends the reader too, which says so below.
  packed.catch(() => {});
  for await (const entry of reader) {
    const { name, type } = entry.header;
    limits.member();
    refuseEscape(archive, name);
    if (type && LINKS.has(type)) refuseLink(archive, name);
    if (type !== "file") {
      entry.resume();
      continue;
    }
    // Files of the archive are numbered: its names are nothing that a disk should see.
    const at = join(folder, String(members.length));
    const size = await unpackTo(at, entry, limits);
    const bytes = { [Symbol.asyncIterator]: () => createReadStream(at)[Symbol.asyncIterator]() };
    members.push({ name, size, bytes });
  }
  await packed;
  return members;
}

async function unpackTo(path: string, entry: Entry, limits: ArchiveLimits): Promise<number> {
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of entry as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      limits.bytes(entry.header.name, chunk.length);
      yield chunk;
    }
  }
  await pipeline(counted, createWriteStream(path));
  return size;
}
