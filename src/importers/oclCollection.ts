import type { ReadReference } from "../rules/collections/forms/setContent.js";
import { Losses } from "../rules/crosswalks/forms/losses.js";
import { expandRequest } from "../rules/references/expandRequest.js";
import { labelFault } from "../rules/versions/labels.js";
import {
  type CollectionFormat,
  FileRefused,
  type ImportRow,
  type OpenedCollection,
  type SourceFile,
} from "./format.js";
import { outermostMembers } from "./head.js";
import { JsonBuilder, type JsonScalar, plain } from "./json.js";
import { type JsonHandler, type JsonPlace, readJson } from "./jsonReader.js";
import { describedCollection, describedVersion, partsOf } from "./oclCollectionRecord.js";
import { isOclExport } from "./oclExport.js";
import { isJson, isStorableJson, type OclJson, text, Unusable } from "./oclFields.js";
import { onlyFile } from "./rows.js";

type Row = ImportRow<ReadReference>;

/** Members of the outermost object that are no plain values and are read. */
const READ: ReadonlySet<string> = new Set(["collection", "extras", "supported_locales"]);
/** What comes with the code systems that it is of. */
const MEMBERS: ReadonlySet<string> = new Set(["concepts", "mappings"]);

/** OCL's export of a collection: one object with the version, the collection and its references. */
export const oclCollection: CollectionFormat = {
  kind: "COLLECTION",
  name: "ocl-collection",
  title: "OCL export of a collection or a version of it: export.json",
  recognises: (head) =>
    isOclExport(head) && (outermostMembers(head).get("type") ?? "").startsWith("Collection"),
  open: async (files) => await open(onlyFile(files, "ocl-collection")),
  async *read(files) {
    yield* (await open(onlyFile(files, "ocl-collection"))).rows();
  },
};

async function open(file: SourceFile): Promise<OpenedCollection> {
  const losses = new Losses();
  const members = new Map<string, unknown>();
  for await (const _ of readJson(file, (place) => new CollectionHandler(place, members, null)));
  const object = Object.fromEntries(members);
  const type = text(object, "type") ?? "";
  if (!/^Collection(?: Version)?$/.test(type)) {
    throw new FileRefused(
      `${file.name}, type: this is a ${type || "file"}, no export of a collection`,
    );
  }
  for (const name of MEMBERS) {
    if (!members.has(name)) continue;
    const message = "They are read from the code systems that they are of.";
    losses.add("LEFT_OUT", name, message);
  }
  return {
    description: describe(file, object),
    losses,
    reads: [],
    async *rows() {
      const found = (place: JsonPlace) => new CollectionHandler(place, new Map(), losses);
      for await (const rows of readJson(file, found)) yield* rows;
    },
  };
}

function describe(file: SourceFile, object: OclJson) {
  const refuse = (at: string, why: string): never => {
    throw new FileRefused(`${file.name}, ${at}: ${why}`);
  };
  if (!isStorableJson(object)) refuse("the file", "it holds a character that is not text");
  const isVersion = text(object, "type") === "Collection Version";
  const { collection } = object;
  const ofVersion = { ...object, id: text(object, "short_code") };
  const described = isJson(collection)
    ? { ...ofVersion, ...collection }
    : isVersion
      ? ofVersion
      : object;
  const shortCode = text(described, "id") ?? text(described, "short_code");
  if (shortCode === null) return refuse("short_code", "it is missing");
  const label = isVersion ? text(object, "id") : null;
  const isNamed = label !== null && label !== "HEAD";
  const fault = isNamed ? labelFault(label) : null;
  if (fault !== null) refuse("id", fault);
  try {
    const description = describedCollection(
      described,
      shortCode,
      text(described, "name") ?? shortCode,
    );
    return { ...description, version: isNamed ? describedVersion(object, label) : null };
  } catch (error) {
    if (error instanceof Unusable) return refuse("collection", error.message);
    throw error;
  }
}

/** Keeps what the object says of the collection, or hands on its references. */
class CollectionHandler implements JsonHandler<Row> {
  private found: Row[] = [];
  private depth = 0;
  private name = "";
  private builder: JsonBuilder | null = null;
  private at = { line: 1, path: "" };

  /** @param losses told of what references have no place for; null: they are not read */
  constructor(
    private readonly place: JsonPlace,
    private readonly members: Map<string, unknown>,
    private readonly losses: Losses | null,
  ) {}

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
    else if (this.depth === 1) this.members.set(this.name, value);
    else this.place.refuse("an object is expected here");
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    if (this.builder) {
      this.builder.begin(kind);
      return;
    }
    const isList = this.depth === 1 && kind === "ARRAY" && this.name === "references";
    if (this.depth === 0 || isList) {
      if (this.depth === 0 && kind === "ARRAY") this.place.refuse("this is no export of OCL's");
      this.depth += 1;
      return;
    }
    if (this.depth === 1) this.members.set(this.name, null);
    const { line, path } = this.place;
    this.at = { line, path };
    const kept = this.depth === 2 ? this.losses !== null : READ.has(this.name);
    this.builder = new JsonBuilder(kept);
    this.builder.begin(kind);
  }

  end(): void {
    const { builder } = this;
    if (!builder) {
      this.depth -= 1;
      return;
    }
    if (builder.isTooLarge) this.place.refuse("this is too much for one object");
    if (!builder.end()) return;
    this.builder = null;
    const result = plain(builder.result);
    if (this.depth === 1) {
      if (READ.has(this.name)) this.members.set(this.name, result);
    } else if (this.losses !== null) this.found.push(...referenceRows(result, this.at));
  }
}

function* referenceRows(
  value: unknown,
  { line, path }: { readonly line: number; readonly path: string },
): Generator<Row> {
  try {
    if (!isJson(value)) throw new Unusable("it is no object");
    if (!isStorableJson(value)) throw new Unusable("it holds a character that is not text");
    const read = expandRequest({ references: partsOf(value) }, null);
    if (!read.ok) throw new Unusable(read.failure[0].message);
    const display = text(value, "display");
    const said = display === null ? null : { display };
    for (const asked of read.value) {
      if (!asked.read.ok) throw new Unusable(`${asked.requested}: ${asked.read.failure.hint}`);
      yield { line, lines: 1, content: { definition: asked.read.value, otherwise: null, said } };
    }
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    yield { line, rejected: `${path}: ${error.message}` };
  }
}
