import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { FileRefused } from "../format.js";
import {
  type Archive,
  ArchiveLimits,
  type ArchiveMember,
  type PackedSize,
  refuseEscape,
  refuseLink,
} from "./archive.js";

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;
/** What the package says of an archive whose list of members, its last part, is not there. */
const NO_DIRECTORY = /^end of central directory record signature not found/i;

/**
 * Opens a zip archive, whose members are unpacked whenever they are read.
 * @throws FileRefused where it is damaged, encrypted, leads out of itself or unpacks without end
 */
export async function openZip(path: string, size: PackedSize): Promise<Archive> {
  const archive = basename(path);
  try {
    // Bad names are told here; left to the package they would be known by its message alone.
    const file = await openPromise(path, { autoClose: false, decodeStrings: false });
    const limits = new ArchiveLimits(archive, size);
    const members: ArchiveMember[] = [];
    try {
      for await (const entry of file.eachEntry()) {
        const name = checkedName(archive, entry, limits);
        if (!name.endsWith("/")) members.push(memberOf(file, { archive, name, entry }));
      }
    } catch (error) {
      file.close();
      throw error;
    }
    return { members, close: async () => file.close() };
  } catch (error) {
    throw damaged(archive, error);
  }
}

function damaged(archive: string, error: unknown): FileRefused {
  if (error instanceof FileRefused) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const told = NO_DIRECTORY.test(reason) ? "its end is missing; perhaps the file is cut" : reason;
  return new FileRefused(`${archive}: the zip archive is damaged: ${told}`);
}

function checkedName(archive: string, entry: Entry, limits: ArchiveLimits): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  limits.member();
  refuseEscape(archive, name);
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) {
    refuseLink(archive, name);
  }
  if (entry.isEncrypted()) {
    throw new FileRefused(`${archive}: the member ${JSON.stringify(name)} is encrypted`);
  }
  limits.bytes(name, entry.uncompressedSize);
  return name;
}

interface Packed {
  readonly archive: string;
  readonly name: string;
  readonly entry: Entry;
}

function memberOf(file: ZipFile, { archive, name, entry }: Packed): ArchiveMember {
  async function* unpacked(): AsyncGenerator<Uint8Array> {
    try {
      // The stream fails where a member has more bytes than it says: no bomb hides behind its size.
      let sum = 0;
      for await (const chunk of await file.openReadStreamPromise(entry)) {
        const bytes = chunk as Uint8Array;
        sum = crc32(bytes, sum);
        yield bytes;
      }
      // The package leaves the checksum to its callers.
      if (sum !== entry.crc32) {
        throw new Error(`the member ${JSON.stringify(name)} is not as it was packed`);
      }
    } catch (error) {
      throw damaged(archive, error);
    }
  }
  return { name, size: entry.uncompressedSize, bytes: { [Symbol.asyncIterator]: unpacked } };
}
