import { Tokenizer, TokenType } from "@streamparser/json";
import { isStorable } from "../rules/text.js";
import { FileRefused, type SourceFile } from "./format.js";
import type { JsonScalar } from "./json.js";
import { lineFeeds, utf8Bytes } from "./utf8Bytes.js";

/** Takes a JSON text piece by piece. `Found` is what it makes of the pieces. */
export interface JsonHandler<Found> {
  key(name: string): void;
  value(value: JsonScalar): void;
  begin(kind: "OBJECT" | "ARRAY"): void;
  end(): void;
  /** What was found since it was last asked. */
  take(): readonly Found[];
}

/** Where a reader is; for messages. */
export interface JsonPlace {
  readonly line: number;
  /** `concept[3].code`; of the outermost value "". */
  readonly path: string;
  /** Of the first byte of what was read last, behind a byte order mark. */
  readonly offset: number;
  /** @throws FileRefused with line and path */
  refuse(why: string): never;
}

interface Frame {
  readonly kind: "OBJECT" | "ARRAY";
  key: string;
  index: number;
}

/** What may come next. */
type Expected = "VALUE" | "FIRST_VALUE" | "KEY" | "FIRST_KEY" | "COLON" | "NEXT" | "NOTHING";

/** Longer texts would fill the memory; FHIR's own limit is 1 MiB. */
const TEXT_LIMIT = 16 * 1024 * 1024;
const DEPTH_LIMIT = 1000;
/** Characters of a path in a message; of longer ones beginning and end are told. */
const PATH_LIMIT = 200;
/** The tokenizer is given so much at once, so that the limit is looked at often enough. */
const PIECE = 64 * 1024;

class JsonReader implements JsonPlace {
  private readonly tokenizer = new Tokenizer();
  private readonly frames: Frame[] = [];
  private expected: Expected = "VALUE";
  private chunk: Buffer = Buffer.alloc(0);
  private chunkStart = 0;
  private counted = 0;
  private lines = 1;
  private at = 0;
  private handler: Pick<JsonHandler<unknown>, "key" | "value" | "begin" | "end"> | null = null;

  constructor(private readonly file: string) {
    this.tokenizer.onToken = ({ token, value, offset }) => {
      this.at = offset;
      this.token(token, value);
    };
    this.tokenizer.onError = (error) => {
      if (error instanceof FileRefused) throw error;
      const [, character, at] = /^Unexpected "(.)" .*absolute position "(\d+)"/s.exec(
        error.message,
      ) ?? [null, null, null];
      if (at !== null) this.at = Number(at);
      this.refuse(character === null ? this.endsEarly() : unexpected(character ?? ""));
    };
  }

  handTo(handler: JsonHandler<unknown>): void {
    this.handler = handler;
  }

  write(bytes: Buffer): void {
    this.chunk = bytes;
    this.counted = 0;
    this.tokenizer.write(bytes);
    this.lines += lineFeeds(bytes, this.counted);
    this.chunkStart += bytes.length;
    this.chunk = Buffer.alloc(0);
    this.counted = 0;
    if (this.chunkStart - this.at > TEXT_LIMIT) {
      this.refuse(`a text has more than ${TEXT_LIMIT} bytes`);
    }
  }

  end(): void {
    if (!this.tokenizer.isEnded) this.tokenizer.end();
    if (this.expected !== "NOTHING") this.refuse(this.endsEarly());
  }

  get offset(): number {
    return this.at;
  }

  get line(): number {
    const to = Math.max(this.at - this.chunkStart, this.counted);
    this.lines += lineFeeds(this.chunk, this.counted, to);
    this.counted = to;
    return this.lines;
  }

  get path(): string {
    const steps = this.frames.map(({ kind, key, index }) =>
      kind === "ARRAY" ? `[${index}]` : key === "" ? "" : `.${key}`,
    );
    return steps.join("").replace(/^\./, "");
  }

  refuse(why: string): never {
    const { line } = this;
    const path = shortened(this.path);
    throw new FileRefused(`${this.file}, line ${line}${path && `, ${path}`}: ${why}`);
  }

  private endsEarly(): string {
    return this.frames.length === 0 ? "there is no JSON" : "the file ends in the middle";
  }

  private token(token: TokenType, value: JsonScalar): void {
    if (token === TokenType.LEFT_BRACE) this.open("OBJECT");
    else if (token === TokenType.LEFT_BRACKET) this.open("ARRAY");
    else if (token === TokenType.RIGHT_BRACE) this.close("OBJECT");
    else if (token === TokenType.RIGHT_BRACKET) this.close("ARRAY");
    else if (token === TokenType.COLON) this.follow(":", "COLON", "VALUE");
    else if (token === TokenType.COMMA) {
      this.follow(",", "NEXT", this.frames.at(-1)?.kind === "OBJECT" ? "KEY" : "VALUE");
    } else if (this.expected === "KEY" || this.expected === "FIRST_KEY") this.key(value);
    else this.scalar(value);
  }

  private follow(sign: string, expected: Expected, next: Expected): void {
    if (this.expected !== expected) this.refuse(unexpected(sign));
    this.expected = next;
  }

  private key(name: JsonScalar): void {
    if (typeof name !== "string") this.refuse(unexpected(String(name)));
    const top = this.frames.at(-1);
    if (top) top.key = name;
    this.expected = "COLON";
    this.checkText(name);
    this.handler?.key(name);
  }

  private scalar(value: JsonScalar): void {
    if (this.expected !== "VALUE" && this.expected !== "FIRST_VALUE") {
      this.refuse(unexpected(JSON.stringify(value)));
    }
    this.item();
    if (typeof value === "string") this.checkText(value);
    this.handler?.value(value);
    this.afterItem();
  }

  private open(kind: Frame["kind"]): void {
    if (this.expected !== "VALUE" && this.expected !== "FIRST_VALUE") {
      this.refuse(unexpected(kind === "OBJECT" ? "{" : "["));
    }
    this.item();
    if (this.frames.length >= DEPTH_LIMIT) this.refuse(`it is nested deeper than ${DEPTH_LIMIT}`);
    this.handler?.begin(kind);
    this.frames.push({ kind, key: "", index: -1 });
    this.expected = kind === "OBJECT" ? "FIRST_KEY" : "FIRST_VALUE";
  }

  private close(kind: Frame["kind"]): void {
    const first = kind === "OBJECT" ? "FIRST_KEY" : "FIRST_VALUE";
    const fits = this.expected === "NEXT" || this.expected === first;
    if (!fits || this.frames.at(-1)?.kind !== kind) this.refuse(unexpected(closing[kind]));
    this.frames.pop();
    this.handler?.end();
    this.afterItem();
  }

  private item(): void {
    const top = this.frames.at(-1);
    if (top) top.index += 1;
  }

  /** Escapes can name what is no text. */
  private checkText(text: string): void {
    if (!isStorable(text)) this.refuse("it holds a character that is not text");
  }

  private afterItem(): void {
    this.expected = this.frames.length === 0 ? "NOTHING" : "NEXT";
  }
}

const closing = { OBJECT: "}", ARRAY: "]" } as const;

function unexpected(what: string): string {
  const begin = what.length > 40 ? `${what.slice(0, 40)}…` : what;
  return `this is no JSON: ${visible(begin)} is not expected here`;
}

/** Control characters as JSON writes them: on a terminal they do things, or are not seen. */
function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function shortened(path: string): string {
  if (path.length <= PATH_LIMIT) return path;
  return `${path.slice(0, PATH_LIMIT / 2)}…${path.slice(-PATH_LIMIT / 2)}`;
}

/**
 * Reads a file with one JSON text in it. What the handler finds comes in batches; of the text itself no more
 * than one string is in memory. Refuses what is not UTF-8 or no JSON, and names line and path.
 */
export async function* readJson<Found>(
  file: SourceFile,
  handlerAt: (place: JsonPlace) => JsonHandler<Found>,
): AsyncGenerator<readonly Found[]> {
  const reader = new JsonReader(file.name);
  const handler = handlerAt(reader);
  reader.handTo(handler);
  for await (const bytes of utf8Bytes(file)) {
    for (let start = 0; start < bytes.length; start += PIECE) {
      reader.write(bytes.subarray(start, start + PIECE));
      const found = handler.take();
      if (found.length > 0) yield found;
    }
  }
  reader.end();
}
