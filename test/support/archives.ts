import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { type Headers, pack } from "tar-stream";

/** A member of an archive that a test makes, good or bad. */
export interface Member {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the archive says of its size, where that is a lie. */
  readonly declaredSize?: number;
  readonly isLink?: boolean;
  readonly isEncrypted?: boolean;
}

function zipHeaders(member: Member, packed: Buffer, offset: number) {
  const name = Buffer.from(member.name);
  const content = Buffer.from(member.content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(member.isEncrypted ? 1 : 0, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(member.declaredSize ?? content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, name]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((member.isLink ? 0o120777 : 0o100644) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const version = Buffer.from([20, 3]);
  const central = Buffer.concat([Buffer.from("PK\u0001\u0002"), version, common, rest, name]);
  return { local, central };
}

/** A zip archive with these members. */
export function zipOf(members: readonly Member[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const packed = deflateRawSync(Buffer.from(member.content));
    const { local, central } = zipHeaders(member, packed, offset);
    pieces.push(local, packed);
    directory.push(central);
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...pieces, ...directory, Buffer.from("PK\u0005\u0006"), end]);
}

/** A tar archive with these members, packed by gzip. */
export async function tarballOf(members: readonly Member[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content, isLink } of members) {
    const header: Headers = isLink ? { name, type: "symlink", linkname: "x" } : { name };
    if (isLink) archive.entry(header);
    else archive.entry(header, Buffer.from(content));
  }
  archive.finalize();
  return gzipSync(await buffer(archive));
}
