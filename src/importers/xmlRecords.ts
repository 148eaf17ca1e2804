import { tidied } from "./concept.js";
import type { RejectedLine, SourceFile } from "./format.js";
import { readXml, type XmlHandler, type XmlPlace } from "./xmlElements.js";

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
const LIMIT = { limit: 64 * 1024, unit: "record" };

class RecordHandler implements XmlHandler<XmlRecord | RejectedLine> {
  private readonly path: string[] = [];
  private fields = new Map<string, string>();
  private fault: string | null = null;
  private pairName: string | null = null;
  private line = 1;
  private found: (XmlRecord | RejectedLine)[] = [];

  constructor(
    private readonly shape: RecordShape,
    private readonly place: XmlPlace,
  ) {}

  take(): readonly (XmlRecord | RejectedLine)[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  opened(name: string): void {
    const { root, record } = this.shape;
    const { place } = this;
    const depth = this.path.push(name);
    if (depth === 1 && name !== root) place.refuse(`the root element is <${name}>, not <${root}>`);
    if (depth === 2 && name !== record) place.refuse(`<${name}> stands where <${record}> belongs`);
    if (depth > 3) place.refuse(`<${name}> stands inside of <${this.path[2]}>, a field`);
    if (depth === 2) {
      this.line = place.line;
      this.fields = new Map();
      this.fault = null;
      this.pairName = null;
      place.release();
    }
  }

  closed(name: string, text: string): void {
    if (this.path.length === 3) this.field(name, tidied(text));
    if (this.path.length === 2) {
      if (this.pairName !== null) this.fault ??= `<Name> ${this.pairName} has no <Value>`;
      const { line, fields, fault } = this;
      this.found.push(fault === null ? { line, fields } : { line, rejected: fault });
      this.place.release();
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
}

/**
 * Reads the records of a flat XML file. A record with a faulty field is rejected; a file that is
 * not well-formed, has another shape or declares a document type is refused.
 */
export function readXmlRecords(
  file: SourceFile,
  shape: RecordShape,
): AsyncGenerator<XmlRecord | RejectedLine> {
  return readXml(file, LIMIT, (place) => new RecordHandler(shape, place));
}
