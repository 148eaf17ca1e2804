import type { SourceFile } from "../format.js";
import { type Json, JsonBuilder, type JsonScalar } from "../json.js";
import { type JsonHandler, type JsonPlace, readJson } from "../jsonReader.js";

/** An entry of `compose.include` or `compose.exclude`, without its concepts. */
export interface RawEntry {
  /** `ValueSet.compose.include[0]`. */
  readonly path: string;
  readonly line: number;
  readonly include: boolean;
  readonly fields: ReadonlyMap<string, Json>;
}

/** A concept of an entry, or of an expansion. */
export interface RawMember {
  readonly path: string;
  readonly line: number;
  /** Number of the entry in the file; -1: of the expansion. */
  readonly entry: number;
  readonly value: Json;
}

/** What a ValueSet has beside the concepts that it lists. */
export interface SetOutline {
  readonly elements: ReadonlyMap<string, Json>;
  /** The members of `compose` but for its entries; null: there is no `compose`. */
  readonly compose: ReadonlyMap<string, Json> | null;
  readonly entries: readonly RawEntry[];
  /** The members of `expansion` but for what it contains; null: there is none. */
  readonly expansion: ReadonlyMap<string, Json> | null;
}

const TYPE = "ValueSet";

type Level = "RESOURCE" | "COMPOSE" | "ENTRIES" | "ENTRY" | "CONCEPTS" | "EXPANSION" | "CONTAINS";

/** Goes through a ValueSet; keeps what it has beside the concepts, or hands on the concepts alone. */
class SetHandler implements JsonHandler<RawMember> {
  readonly elements = new Map<string, Json>();
  compose: Map<string, Json> | null = null;
  expansion: Map<string, Json> | null = null;
  readonly entries: (RawEntry & { readonly fields: Map<string, Json> })[] = [];
  private readonly levels: Level[] = [];
  private builder: JsonBuilder | null = null;
  private member: Omit<RawMember, "value"> | null = null;
  private name = "";
  private list = "";
  private found: RawMember[] = [];

  constructor(
    private readonly place: JsonPlace,
    private readonly wanted: "OUTLINE" | "MEMBERS",
  ) {}

  take(): readonly RawMember[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  key(name: string): void {
    if (this.builder) {
      this.builder.key(name);
      return;
    }
    this.name = name;
    if (this.fields()?.has(name)) this.place.refuse("it stands here a second time");
  }

  value(value: JsonScalar): void {
    if (this.builder) this.builder.value(value);
    else {
      const fields = this.fields();
      if (fields === null) this.place.refuse("an object is expected here");
      fields.set(this.name, value);
    }
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    if (this.builder) {
      this.builder.begin(kind);
      return;
    }
    const level = this.levels.at(-1);
    if (level === undefined) this.open(kind, "OBJECT", "RESOURCE");
    else if (level === "ENTRIES") this.beginEntry(kind);
    else if (level === "CONCEPTS" || level === "CONTAINS") this.beginMember(kind);
    else if (level === "RESOURCE" && this.name === "compose") {
      this.compose = new Map();
      this.elements.set("compose", null);
      this.open(kind, "OBJECT", "COMPOSE");
    } else if (level === "RESOURCE" && this.name === "expansion") {
      this.expansion = new Map();
      this.elements.set("expansion", null);
      this.open(kind, "OBJECT", "EXPANSION");
    } else if (level === "COMPOSE" && (this.name === "include" || this.name === "exclude")) {
      this.list = this.name;
      this.compose?.set(this.name, null);
      this.open(kind, "ARRAY", "ENTRIES");
    } else if (level === "ENTRY" && this.name === "concept") {
      this.entries.at(-1)?.fields.set("concept", null);
      this.open(kind, "ARRAY", "CONCEPTS");
    } else if (level === "EXPANSION" && this.name === "contains") {
      this.open(kind, "ARRAY", "CONTAINS");
    } else this.build(kind, this.wanted === "OUTLINE");
  }

  end(): void {
    if (!this.builder) {
      this.levels.pop();
      return;
    }
    if (this.builder.isTooLarge) this.place.refuse("this is too much for one element");
    if (!this.builder.end()) return;
    const { result } = this.builder;
    this.builder = null;
    if (this.member === null) this.fields()?.set(this.name, result);
    else if (this.wanted === "MEMBERS") this.found.push({ ...this.member, value: result });
    this.member = null;
  }

  /** Where members of the object that is being read go; null where it is no such object. */
  private fields(): Map<string, Json> | null {
    switch (this.levels.at(-1)) {
      case "RESOURCE":
        return this.elements;
      case "COMPOSE":
        return this.compose;
      case "EXPANSION":
        return this.expansion;
      case "ENTRY":
        return this.entries.at(-1)?.fields ?? null;
      case "ENTRIES":
      case "CONCEPTS":
      case "CONTAINS":
      case undefined:
        return null;
    }
  }

  private open(kind: "OBJECT" | "ARRAY", due: typeof kind, level: Level): void {
    if (kind !== due) this.place.refuse(`an ${due.toLowerCase()} is expected here`);
    this.levels.push(level);
  }

  private beginEntry(kind: "OBJECT" | "ARRAY"): void {
    const { line, path } = this.place;
    const include = this.list === "include";
    this.open(kind, "OBJECT", "ENTRY");
    this.entries.push({ path: `${TYPE}.${path}`, line, include, fields: new Map() });
  }

  private beginMember(kind: "OBJECT" | "ARRAY"): void {
    if (kind === "ARRAY") this.place.refuse("an object is expected here");
    const { line, path } = this.place;
    const ofEntry = this.levels.at(-1) === "CONCEPTS";
    if (ofEntry) this.entries.at(-1)?.fields.set("concept", true);
    this.member = { path: `${TYPE}.${path}`, line, entry: ofEntry ? this.entries.length - 1 : -1 };
    this.build(kind, this.wanted === "MEMBERS");
  }

  private build(kind: "OBJECT" | "ARRAY", kept: boolean): void {
    this.builder = new JsonBuilder(kept);
    this.builder.begin(kind);
  }
}

/** Reads what a ValueSet has beside the concepts, wherever it stands. Reads the whole file. */
export async function readSetOutline(file: SourceFile): Promise<SetOutline> {
  let outline: SetOutline = { elements: new Map(), compose: null, entries: [], expansion: null };
  const batches = readJson(file, (place) => {
    const handler = new SetHandler(place, "OUTLINE");
    outline = handler;
    return handler;
  });
  for await (const _ of batches);
  return outline;
}

/** Reads the concepts that a ValueSet lists, one at a time. */
export async function* readMembers(file: SourceFile): AsyncGenerator<RawMember> {
  for await (const batch of readJson(file, (place) => new SetHandler(place, "MEMBERS"))) {
    yield* batch;
  }
}
