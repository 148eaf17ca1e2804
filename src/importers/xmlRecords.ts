import { SaxesParser } from "saxes";
import { tidied } from "./concept.js";
import { FileRefused, type RejectedLine, type SourceFile } from "./format.js";
import { xmlText } from "./xmlText.js";

/** A flat XML file: a root element, records in it, and the fields of each record. */
export interface RecordShape {
  readonly root: string;
  readonly record: string;
  /** Each field an element of its own name, or a `Name` element followed by a `Value` element. */
  readonly fields: "ELEMENTS" | "PAIRS";
}

/** One record: the line its element begins on, and its fields with their blanks tidied. */
export interface XmlRecord {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** No record comes near; a longer one, or as much beside the records, would fill the memory. */
const RECORD_LIMIT = 64 * 1024;

/** The parser is given so much at once, so that the limit is looked at often enough. */
const PIECE = 16 * 1024;

class RecordParser {
  readonly parser = new SaxesParser({ position: false });
  private readonly path: string[] = [];
  private text = "";
  private fields = new Map<string, string>();
  private fault: string | null = null;
  private pairName: string | null = null;
  private line = 1;
  private boundary = 0;
  private ended = false;
  private found: (XmlRecord | RejectedLine)[] = [];

  constructor(
    private readonly file: string,
    private readonly shape: RecordShape,
  ) {
    this.parser.on("error", (error) =>
      this.refuse(this.ended ? `the file ends too early: ${error.message}` : error.message),
    );
    this.parser.on("doctype", () =>
      this.refuse("a document type declaration, which could define entities, is not read"),
    );
    this.parser.on("opentag", (tag) => this.opened(tag.name));
    this.parser.on("closetag", (tag) => this.closed(tag.name));
    this.parser.on("text", (text) => this.add(text));
    this.parser.on("cdata", (text) => this.add(text));
  }

  /** The records that end in this piece. */
  push(text: string): readonly (XmlRecord | RejectedLine)[] {
    this.parser.write(text);
    if (this.parser.position - this.boundary > RECORD_LIMIT) {
      this.refuse(`more than ${RECORD_LIMIT} characters without the end of a record`);
    }
    const found = this.found;
    this.found = [];
    return found;
  }

  end(): void {
    this.ended = true;
    this.parser.close();
  }

  private opened(name: string): void {
    const { root, record } = this.shape;
    const depth = this.path.push(name);
    if (depth === 1 && name !== root) this.refuse(`the root element is <${name}>, not <${root}>`);
    if (depth === 2 && name !== record) this.refuse(`<${name}> stands where <${record}> belongs`);
    if (depth > 3) this.refuse(`<${name}> stands inside of <${this.path[2]}>, a field`);
    this.text = "";
    if (depth === 2) {
      this.line = this.parser.line;
      this.fields = new Map();
      this.fault = null;
      this.pairName = null;
      this.boundary = this.parser.position;
    }
  }

  private add(text: string): void {
    if (this.path.length === 3) this.text += text;
  }

  private closed(name: string): void {
    if (this.path.length === 3) this.field(name, tidied(this.text));
    if (this.path.length === 2) {
      if (this.pairName !== null) this.fault ??= `<Name> ${this.pairName} has no <Value>`;
      const { line, fields, fault } = this;
      this.found.push(fault === null ? { line, fields } : { line, rejected: fault });
      this.boundary = this.parser.position;
    }
    this.path.pop();
  }

  private field(element: string, text: string): void {
    if (this.shape.fields === "ELEMENTS") this.setField(element, text);
    else if (element === "Name" && this.pairName === null) this.pairName = text;
    else if (element === "Value" && this.pairName !== null) {
      this.setField(this.pairName, text);
      this.pairName = null;
    } else this.fault ??= `<${element}> stands where its counterpart is due`;
  }

  private setField(name: string, value: string): void {
    if (this.fields.has(name)) this.fault ??= `the field ${name} stands there twice`;
    this.fields.set(name, value);
  }

  private refuse(why: string): never {
    throw new FileRefused(`${this.file}, line ${this.parser.line}: ${why}`);
  }
}

/**
 * Reads the records of a flat XML file. A record with a faulty field is rejected; a file that is
 * not well-formed, has another shape or declares a document type is refused.
 */
export async function* readXmlRecords(
  file: SourceFile,
  shape: RecordShape,
): AsyncGenerator<XmlRecord | RejectedLine> {
  const records = new RecordParser(file.name, shape);
  for await (const text of xmlText(file, () => records.parser.line)) {
    for (let start = 0; start < text.length; start += PIECE) {
      for (const record of records.push(text.slice(start, start + PIECE))) yield record;
    }
  }
  records.end();
}
