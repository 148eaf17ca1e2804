import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Archive,
  ArchiveLimits,
  type PackedSize,
} from "../../../src/importers/archives/archive.js";
import { openTarball } from "../../../src/importers/archives/tar.js";
import { openZip } from "../../../src/importers/archives/zip.js";
import { FileRefused } from "../../../src/importers/format.js";
import { type Member, tarballOf, zipOf } from "../../support/archives.js";

const folder = mkdtempSync(join(tmpdir(), "termgate-archives-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Opening = (bytes: Buffer) => Promise<Archive>;

function openingOf(
  name: string,
  open: (path: string, size: PackedSize) => Promise<Archive>,
): Opening {
  return async (bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return await open(path, { packedBytes: bytes.length });
  };
}

const zip = openingOf("a.zip", openZip);
const tarball = openingOf("a.tgz", openTarball);

async function refused(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error instanceof FileRefused ? error.message : "";
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const members: readonly Member[] = [
  { name: "Code Descriptions/a.txt", content: "first" },
  { name: "b.txt", content: "second\n".repeat(50_000) },
  { name: "empty.txt", content: "" },
];

const KINDS = [
  ["a.zip", zip, async (given: readonly Member[]) => zipOf(given)],
  ["a.tgz", tarball, tarballOf],
] as const;

describe.each(KINDS)("%s", (archive, open, packed) => {
  it("gives its members, each as often as it is read", async () => {
    const opened = await open(await packed(members));
    const read = await Promise.all(
      opened.members.map(async ({ name, size, bytes }) => [name, size, await textOf(bytes)]),
    );
    expect(read).toEqual(
      members.map(({ name, content }) => [name, content.length, String(content)]),
    );
    const [first] = opened.members;
    expect(first && (await textOf(first.bytes))).toBe("first");
    await opened.close();
  });

  it.each(["../x", "a/../../x", "/etc/passwd", "C:/x", "C:\\x", "..\\x", "a\\b"])(
    "is refused for the member %j",
    async (name) => {
      const opening = open(
        await packed([
          { name: "ok.txt", content: "ok" },
          { name, content: "x" },
        ]),
      );
      expect(await refused(opening)).toBe(
        `${archive}: the member ${JSON.stringify(name)} leads out of the archive`,
      );
    },
  );

  it("is refused for a link", async () => {
    const opening = open(await packed([{ name: "l", content: "x", isLink: true }]));
    expect(await refused(opening)).toBe(`${archive}: the member "l" is a link`);
  });

  it("is refused where it unpacks to far more than it is", async () => {
    const bomb = [{ name: "zeros.txt", content: Buffer.alloc(17 * 1024 * 1024, "0") }];
    expect(await refused(open(await packed(bomb)))).toBe(
      `${archive}: it unpacks to far more than it is, at "zeros.txt"; it is not unpacked any further`,
    );
  });

  it("is refused where it is cut", async () => {
    const bytes = await packed(members);
    expect(await refused(open(bytes.subarray(0, bytes.length / 2)))).toMatch(
      archive === "a.zip"
        ? /^a\.zip: the zip archive is damaged: its end is missing; perhaps the file is cut$/
        : /^a\.tgz: this is no whole archive of the kind \.tgz: /,
    );
  });
});

describe("a zip archive", () => {
  it("is refused for a member that is encrypted", async () => {
    const opening = zip(zipOf([{ name: "s.txt", content: "x", isEncrypted: true }]));
    expect(await refused(opening)).toBe('a.zip: the member "s.txt" is encrypted');
  });

  it("is refused when a member has more bytes than it says", async () => {
    const lie = { name: "a.txt", content: "x".repeat(1000), declaredSize: 10 };
    const opened = await zip(zipOf([lie]));
    const reading = Promise.all(opened.members.map(({ bytes }) => textOf(bytes)));
    expect(await refused(reading)).toMatch(
      /^a\.zip: the zip archive is damaged: too many bytes in the stream/,
    );
    await opened.close();
  });
});

describe("a member of a zip archive", () => {
  it("is refused when a byte of it was changed after it was packed", async () => {
    const bytes = zipOf([{ name: "a.txt", content: "Cholera" }]);
    bytes.writeUInt32LE(7, bytes.indexOf(Buffer.from("PK\u0001\u0002")) + 16);
    const opened = await zip(bytes);
    const reading = Promise.all(opened.members.map((member) => textOf(member.bytes)));
    expect(await refused(reading)).toBe(
      'a.zip: the zip archive is damaged: the member "a.txt" is not as it was packed',
    );
    await opened.close();
  });
});

describe("a tar archive", () => {
  it("leaves nothing behind when it is closed", async () => {
    const unpacked = () =>
      readdirSync(tmpdir()).filter((one) => one.startsWith("termgate-archive-"));
    const before = unpacked();
    const opened = await tarball(await tarballOf(members));
    expect(unpacked().length).toBeGreaterThanOrEqual(before.length);
    await opened.close();
    await refused(tarball(await tarballOf([{ name: "../x", content: "x" }])));
    expect(unpacked().filter((one) => !before.includes(one))).toEqual([]);
  });
});

describe("the limits of archives", () => {
  it("are 100,000 members and 4 GiB", () => {
    const limits = new ArchiveLimits("a.zip", { packedBytes: 1024 ** 3 });
    for (let count = 0; count < 100_000; count += 1) limits.member();
    expect(() => limits.member()).toThrow("a.zip has more than 100000 members");
    limits.bytes("a", 4 * 1024 ** 3);
    expect(() => limits.bytes("b", 1)).toThrow('unpacks to far more than it is, at "b"');
  });

  it("leave small members alone, however well they are packed", () => {
    const limits = new ArchiveLimits("a.zip", { packedBytes: 1 });
    limits.bytes("a", 16 * 1024 ** 2);
    expect(() => limits.bytes("a", 1)).toThrow("it is not unpacked any further");
  });
});
