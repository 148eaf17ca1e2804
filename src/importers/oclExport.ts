import type { BundleFormat, ImportRow } from "./format.js";
import { outermostMembers } from "./head.js";
import { JsonBuilder, type JsonScalar, plain } from "./json.js";
import { type JsonHandler, type JsonPlace, readJson } from "./jsonReader.js";
import type { OclRecord } from "./ocl.js";
import { oclRecords } from "./oclRecord.js";
import { onlyFile } from "./rows.js";

type Row = ImportRow<OclRecord>;
type Members = Readonly<Record<string, unknown>>;

const LISTS: ReadonlySet<string> = new Set(["concepts", "mappings"]);
/** Members of the outermost object that are no plain values and are read. */
const READ: ReadonlySet<string> = new Set(["source", "extras", "supported_locales"]);

/** Whether a file begins like OCL's export of a source, a collection or a version of one. */
export function isOclExport(head: string): boolean {
  const members = outermostMembers(head);
  const ofExport = /^(?:Source|Collection)(?: Version)?$/.test(members.get("type") ?? "");
  return ofExport && [...LISTS, "references"].some((list) => members.get(list) === "[");
}

/** OCL's export of a source: one object with the version, the source, its concepts and its mappings. */
export const oclExport: BundleFormat = {
  kind: "BUNDLE",
  name: "ocl-export",
  title: "OCL export of a source or a version of it: export.json",
  recognises: (head) =>
    isOclExport(head) && (outermostMembers(head).get("type") ?? "").startsWith("Source"),
  async *read(files) {
    const file = onlyFile(files, this.name);
    for await (const rows of readJson(file, (place) => new ExportHandler(place))) yield* rows;
  },
};

/** Says what the source is before its first concept, and names the version after the last mapping. */
class ExportHandler implements JsonHandler<Row> {
  private readonly members: Record<string, unknown> = {};
  private found: Row[] = [];
  private depth = 0;
  private name = "";
  private builder: JsonBuilder | null = null;
  private at = { line: 1, path: "" };
  private described = false;

  constructor(private readonly place: JsonPlace) {}

  take(): readonly Row[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  key(name: string): void {
    if (this.builder) this.builder.key(name);
    else this.name = name;
  }

  value(value: JsonScalar): void {
    if (this.builder) this.builder.value(value);
    else if (this.depth === 1) this.members[this.name] = value;
    else this.place.refuse("an object is expected here");
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    if (this.builder) {
      this.builder.begin(kind);
      return;
    }
    const isList = this.depth === 1 && kind === "ARRAY" && LISTS.has(this.name);
    if (this.depth === 0 || isList) {
      if (isList) this.describe();
      else if (kind === "ARRAY") this.place.refuse("this is no export of OCL's");
      this.depth += 1;
      return;
    }
    const { line, path } = this.place;
    this.at = { line, path };
    this.builder = new JsonBuilder(this.depth === 2 || READ.has(this.name));
    this.builder.begin(kind);
  }

  end(): void {
    const { builder } = this;
    if (builder) {
      if (builder.isTooLarge) this.place.refuse("this is too much for one object");
      if (!builder.end()) return;
      this.builder = null;
      const result = plain(builder.result);
      if (this.depth === 1) this.members[this.name] = result;
      else this.record(result as Members);
      return;
    }
    this.depth -= 1;
    if (this.depth === 0) this.close();
  }

  private record(object: Members): void {
    const { line, path } = this.at;
    const type = path.startsWith("mappings") ? "Mapping" : "Concept";
    const records = oclRecords({ ...object, type });
    if ("rejected" in records) {
      this.found.push({ line, rejected: `${path}: ${records.rejected}` });
      return;
    }
    for (const [at, content] of records.entries()) {
      this.found.push({ line, lines: at === 0 ? 1 : 0, content });
    }
  }

  /** The source as it stands at HEAD; older exports say of the version alone what it is. */
  private get source(): Members {
    const { source, short_code: shortCode } = this.members;
    const ofVersion = { ...this.members, id: shortCode };
    return typeof source === "object" && source !== null ? { ...ofVersion, ...source } : ofVersion;
  }

  private describe(): void {
    if (this.described) return;
    this.described = true;
    if (String(this.members.type).startsWith("Collection")) {
      this.place.refuse("it is the export of a collection, which is of the format ocl-collection");
    }
    this.tell({ ...this.source, type: "Source" });
  }

  private close(): void {
    this.describe();
    if (this.members.type !== "Source Version") return;
    const { id, description, released } = this.members;
    const { owner, owner_type, id: source } = this.source;
    this.tell({ type: "Source Version", id, description, released, owner, owner_type, source });
  }

  private tell(object: Members): void {
    const { line } = this.place;
    const records = oclRecords(object);
    if ("rejected" in records) this.place.refuse(records.rejected);
    for (const content of records) this.found.push({ line, lines: 0, content });
  }
}
