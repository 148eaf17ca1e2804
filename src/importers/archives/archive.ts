import { FileRefused, type SourceFile } from "../format.js";

/** A file in an archive, under the name that it has there. */
export interface ArchiveMember extends SourceFile {
  /** In bytes, unpacked. */
  readonly size: number;
}

/** An archive that has been looked through: nothing in it leads out of it or unpacks without end. */
export interface Archive {
  readonly members: readonly ArchiveMember[];
  close(): Promise<void>;
}

/** No publisher's archive has so many members. */
const MEMBERS_LIMIT = 100_000;
/** Bytes of all members, unpacked, unless whoever opens the archive says less. */
const BYTES_LIMIT = 4 * 1024 ** 3;
/** Text shrinks to a fifth or a tenth; more than this is made to fill the disk. Small files may do as they like. */
const RATIO_LIMIT = 200;
const RATIO_FROM = 16 * 1024 ** 2;

/** An archive as it is packed. */
export interface PackedSize {
  /** The size of the file. */
  readonly packedBytes: number;
  /** How much it may unpack to; 4 GiB where nothing is said. */
  readonly unpackedLimit?: number;
}

/** Refuses an archive that unpacks to more than anybody means to import. */
export class ArchiveLimits {
  private members = 0;
  private unpacked = 0;

  constructor(
    private readonly archive: string,
    private readonly size: PackedSize,
  ) {}

  member(): void {
    this.members += 1;
    if (this.members > MEMBERS_LIMIT) {
      throw new FileRefused(`${this.archive} has more than ${MEMBERS_LIMIT} members`);
    }
  }

  /** @param name of the member that has so many bytes more */
  bytes(name: string, count: number): void {
    this.unpacked += count;
    const { packedBytes, unpackedLimit = BYTES_LIMIT } = this.size;
    const tooMuch =
      this.unpacked > unpackedLimit ||
      (this.unpacked > RATIO_FROM && this.unpacked > packedBytes * RATIO_LIMIT);
    if (tooMuch) {
      throw new FileRefused(
        `${this.archive}: it unpacks to far more than it is, at ${JSON.stringify(name)}; ` +
          "it is not unpacked any further",
      );
    }
  }
}

/** Refuses the name of a member that leads out of the archive, whoever would unpack it. */
export function refuseEscape(archive: string, name: string): void {
  const isAbsolute = name.startsWith("/") || /^[A-Za-z]:/.test(name);
  const escapes = isAbsolute || name.includes("\\") || name.split("/").includes("..");
  if (!escapes && !name.includes("\0")) return;
  throw new FileRefused(`${archive}: the member ${JSON.stringify(name)} leads out of the archive`);
}

/** Refuses a member that is no file of its own. */
export function refuseLink(archive: string, name: string): never {
  throw new FileRefused(`${archive}: the member ${JSON.stringify(name)} is a link`);
}
