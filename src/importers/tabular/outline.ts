import { tidied } from "../concept.js";
import type { SourceFile } from "../format.js";
import { readXml, type XmlHandler, type XmlPlace } from "../xmlElements.js";
import { Entry, type EntryKind, NOTES, type Note } from "./entry.js";

/** The root element of the tabular list. */
export const ROOT = "ICD10CM.tabular";

/** A category with all below it is held; the longest of a release have some hundred thousand characters. */
const LIMIT = { limit: 8 * 1024 * 1024, unit: "category" };

const KINDS: ReadonlyMap<string, EntryKind> = new Map([
  ["chapter", "CHAPTER"],
  ["section", "SECTION"],
  ["diag", "CODE"],
]);

function isNote(name: string | undefined): name is Note {
  return NOTES.some((note) => note === name);
}

/** The code of a section: of one category alone it would be the category's. */
function rangeOf(id: string): string {
  return id.includes("-") ? id : `${id}-${id}`;
}

class OutlineHandler implements XmlHandler<Entry> {
  private readonly path: string[] = [];
  private readonly entries: Entry[] = [];
  private extension = "";
  private found: Entry[] = [];

  constructor(private readonly place: XmlPlace) {}

  take(): readonly Entry[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  opened(name: string, attributes: Readonly<Record<string, string>>): void {
    const depth = this.path.push(name);
    if (depth === 1 && name !== ROOT) {
      this.place.refuse(`the root element is <${name}>, not <${ROOT}>`);
    }
    if (name === "extension") this.extension = attributes.char?.trim() ?? "";
    const kind = KINDS.get(name);
    if (kind !== undefined) this.begin(kind, attributes);
  }

  closed(name: string, text: string): void {
    this.path.pop();
    const parent = this.path.at(-1);
    const entry = this.entries.at(-1);
    if (KINDS.has(name)) this.end();
    else if (entry) this.add(entry, name, parent, tidied(text));
  }

  private begin(kind: EntryKind, attributes: Readonly<Record<string, string>>): void {
    const above = this.entries.at(-1) ?? null;
    if (above?.kind === "CODE" && kind !== "CODE") {
      this.place.refuse(`a ${kind.toLowerCase()} stands in the code ${above.code}`);
    }
    const isPlaceholder = attributes.placeholder === "true";
    const within = above?.kind === "CODE" ? null : above;
    const code = kind === "SECTION" ? rangeOf((attributes.id ?? "").trim()) : "";
    const entry = new Entry(kind, code, this.place.line, within, isPlaceholder);
    if (above?.kind === "CODE") above.below.push(entry);
    // What a chapter or section says of itself stands before what is in it.
    else if (above) this.tell(above);
    this.entries.push(entry);
  }

  private end(): void {
    const entry = this.entries.pop();
    if (entry && (entry.kind !== "CODE" || this.entries.at(-1)?.kind !== "CODE")) this.tell(entry);
    this.place.release();
  }

  private tell(entry: Entry): void {
    if (!this.told.has(entry)) this.found.push(entry);
    this.told.add(entry);
  }

  private readonly told = new WeakSet<Entry>();

  private add(entry: Entry, name: string, parent: string | undefined, text: string): void {
    if (parent !== undefined && KINDS.has(parent)) {
      if (name === "name") entry.code = entry.kind === "SECTION" ? entry.code : text;
      if (name === "desc") entry.title = text;
    } else if (name === "note" && text !== "") {
      if (parent === "inclusionTerm") entry.synonyms.push(text);
      else if (isNote(parent)) entry.notes.set(parent, [...(entry.notes.get(parent) ?? []), text]);
    } else if (name === "extension" && parent === "sevenChrDef") {
      entry.seventh.set(this.extension, text);
    }
  }
}

/**
 * Reads the chapters, sections and categories of the tabular list, each category with all codes below it,
 * chapters and sections before what is in them.
 */
export function readOutline(file: SourceFile): AsyncGenerator<Entry> {
  return readXml(file, LIMIT, (place) => new OutlineHandler(place));
}
