import { decodeWindows1252 } from "./decode.js";
import { FileRefused, type SourceFile } from "./format.js";
import { textBytes } from "./textBytes.js";

type Decode = (bytes: Buffer, more: boolean) => string;

/** The encoding that the XML declaration names; without one it is UTF-8. */
function declaredEncoding(head: Buffer): string {
  const declaration = /^<\?xml[^>]*\?>/.exec(head.toString("latin1", 0, 1024))?.[0] ?? "";
  return (/\bencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1] ?? "utf-8").toLowerCase();
}

function decoderOf(encoding: string): Decode | null {
  if (encoding === "iso-8859-1" || encoding === "windows-1252") return decodeWindows1252;
  if (encoding !== "utf-8" && encoding !== "us-ascii") return null;
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  return (bytes, more) => utf8.decode(bytes, { stream: more });
}

/**
 * The text of an XML file, decoded as its declaration says. Refuses binary files, encodings that
 * these publishers do not use, and bytes that are not of the encoding; `line` is for the message.
 */
export async function* xmlText(file: SourceFile, line: () => number): AsyncGenerator<string> {
  let decode: Decode | null = null;
  const decoded = (bytes: Buffer, more: boolean): string => {
    if (decode === null) {
      const encoding = declaredEncoding(bytes);
      decode = decoderOf(encoding);
      if (decode === null) {
        throw new FileRefused(`${file.name}, line 1: the encoding ${encoding} is not read`);
      }
    }
    try {
      return decode(bytes, more);
    } catch {
      const where = `${file.name}, line ${line()} or soon after`;
      throw new FileRefused(`${where}: there are bytes that are not UTF-8`);
    }
  };
  for await (const bytes of textBytes(file)) yield decoded(bytes, true);
  yield decoded(Buffer.alloc(0), false);
}
