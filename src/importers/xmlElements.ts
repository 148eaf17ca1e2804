import { SaxesParser } from "saxes";
import { FileRefused, type SourceFile } from "./format.js";
import { xmlText } from "./xmlText.js";

/** Where a reader of XML has come to. */
export interface XmlPlace {
  /** From 1. */
  readonly line: number;
  /** Ends the reading with the line and what is wrong. */
  refuse(why: string): never;
  /** Says that what was read so far is no longer held; {@link XmlShape.limit} counts from here. */
  release(): void;
}

/** Takes the elements of a file as they come. */
export interface XmlHandler<Found> {
  opened(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `text` is what stands in the element behind the last one that began in it. */
  closed(name: string, text: string): void;
  /** What has been found since the last time. */
  take(): readonly Found[];
}

/** How much of a file may be held at once. */
export interface XmlShape {
  /** In characters. */
  readonly limit: number;
  /** What ends where the limit is not reached: `record`. */
  readonly unit: string;
}

/** The parser is given so much at once, so that the limit is looked at often enough. */
const PIECE = 16 * 1024;

class ElementParser<Found> implements XmlPlace {
  private readonly parser = new SaxesParser({ position: false });
  private readonly handler: XmlHandler<Found>;
  private text = "";
  private released = 0;
  private ended = false;

  constructor(
    private readonly file: string,
    private readonly shape: XmlShape,
    handlerAt: (place: XmlPlace) => XmlHandler<Found>,
  ) {
    this.handler = handlerAt(this);
    this.parser.on("error", (error) =>
      this.refuse(this.ended ? `the file ends too early: ${error.message}` : error.message),
    );
    this.parser.on("doctype", () =>
      this.refuse("a document type declaration, which could define entities, is not read"),
    );
    this.parser.on("opentag", ({ name, attributes }) => {
      this.text = "";
      this.handler.opened(name, attributes as Readonly<Record<string, string>>);
    });
    this.parser.on("closetag", ({ name }) => {
      this.handler.closed(name, this.text);
      this.text = "";
    });
    this.parser.on("text", (text) => this.add(text));
    this.parser.on("cdata", (text) => this.add(text));
  }

  get line(): number {
    return this.parser.line;
  }

  refuse(why: string): never {
    throw new FileRefused(`${this.file}, line ${this.line}: ${why}`);
  }

  release(): void {
    this.released = this.parser.position;
  }

  push(text: string): readonly Found[] {
    this.parser.write(text);
    const { limit, unit } = this.shape;
    if (this.parser.position - this.released > limit) {
      this.refuse(`more than ${limit} characters without the end of a ${unit}`);
    }
    return this.handler.take();
  }

  end(): void {
    this.ended = true;
    this.parser.close();
  }

  private add(text: string): void {
    this.text += text;
  }
}

/**
 * Reads an XML file in one pass. Refuses what is not well-formed, what declares a document type and what
 * would have to be held beyond the limit.
 */
export async function* readXml<Found>(
  file: SourceFile,
  shape: XmlShape,
  handlerAt: (place: XmlPlace) => XmlHandler<Found>,
): AsyncGenerator<Found> {
  const parser = new ElementParser(file.name, shape, handlerAt);
  for await (const text of xmlText(file, () => parser.line)) {
    for (let start = 0; start < text.length; start += PIECE) {
      for (const found of parser.push(text.slice(start, start + PIECE))) yield found;
    }
  }
  parser.end();
}
