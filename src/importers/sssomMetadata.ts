import { parse, YAMLParseError } from "yaml";
import { isStorable } from "../rules/text.js";
import { FileRefused, type SourceFile } from "./format.js";
import { utf8Bytes } from "./utf8Bytes.js";

/** What stands in front of the table, or in a file beside it: texts, lists and objects. */
export type Metadata = Readonly<Record<string, unknown>>;

/** Bytes of metadata; more is no description of a set. */
const LIMIT = 4 * 1024 * 1024;
const HASH = 0x23;
const LINE_FEED = 10;

/** The lines in front of a table that begin with `#`, and where it begins. */
export interface Front {
  readonly text: string;
  /** How many lines there are. */
  readonly lines: number;
  readonly bytes: number;
}

function tooLarge(file: SourceFile): never {
  throw new FileRefused(`${file.name}: the metadata are larger than ${LIMIT / 1024 ** 2} MB`);
}

/** Reads the metadata in front of a table, without what marks the lines. */
export async function readFront(file: SourceFile): Promise<Front> {
  let held = Buffer.alloc(0);
  let [start, lines] = [0, 0];
  const texts: string[] = [];
  for await (const bytes of utf8Bytes(file)) {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      if (start < held.length && held[start] !== HASH) {
        return { text: texts.join("\n"), lines, bytes: start };
      }
      const end = held.indexOf(LINE_FEED, start);
      if (end === -1) break;
      texts.push(held.toString("utf8", start + 1, end).replace(/\r$/, ""));
      start = end + 1;
      lines += 1;
    }
    if (held.length > LIMIT) tooLarge(file);
  }
  return { text: texts.join("\n"), lines, bytes: start };
}

/** The table behind the metadata. Line feeds stand for these, so that lines keep their numbers. */
export function tableBehind(file: SourceFile, { lines, bytes }: Front): SourceFile {
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(lines, "\n");
    let at = 0;
    for await (const chunk of utf8Bytes(file)) {
      if (at + chunk.length > bytes) yield chunk.subarray(Math.max(0, bytes - at));
      at += chunk.length;
    }
  }
  return { name: file.name, bytes: { [Symbol.asyncIterator]: rest } };
}

/** Reads metadata from a file of their own. */
export async function readBeside(file: SourceFile): Promise<Metadata> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const bytes of utf8Bytes(file)) {
    chunks.push(bytes);
    length += bytes.length;
    if (length > LIMIT) tooLarge(file);
  }
  return readMetadata(file, Buffer.concat(chunks).toString("utf8"));
}

/** Reads YAML; every scalar is a text: `1.0` is a version and no number. */
export function readMetadata(file: SourceFile, text: string): Metadata {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = parse(text, { schema: "failsafe", logLevel: "error", maxAliasCount: 0 });
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    const where = line === undefined ? "" : `, line ${line}`;
    throw new FileRefused(`${file.name}${where}: the metadata are no YAML: ${why}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new FileRefused(`${file.name}: the metadata are no list of names and values`);
  }
  if (!isStorable(JSON.stringify(value)) || /\\u0000/.test(JSON.stringify(value))) {
    throw new FileRefused(`${file.name}: the metadata hold a character that is not text`);
  }
  return value as Metadata;
}
