import type { SourceFile } from "../format.js";
import { type Json, JsonBuilder, type JsonObject, type JsonScalar } from "../json.js";
import { type JsonHandler, type JsonPlace, readJson } from "../jsonReader.js";

/** An element of a group: a source code with its targets. */
export interface RawMapping {
  /** `ConceptMap.group[0].element[3]`. */
  readonly path: string;
  readonly line: number;
  readonly group: number;
  readonly value: Json;
}

/** What a ConceptMap has beside the elements of its groups. */
export interface MapOutline {
  readonly elements: ReadonlyMap<string, Json>;
  readonly groups: readonly JsonObject[];
}

const TYPE = "ConceptMap";

type Level = "RESOURCE" | "GROUPS" | "GROUP" | "ELEMENTS";

/** Goes through a ConceptMap; keeps what it has beside the mappings, or hands on the mappings alone. */
class MapHandler implements JsonHandler<RawMapping> {
  readonly elements = new Map<string, Json>();
  readonly groups: Map<string, Json>[] = [];
  private readonly levels: Level[] = [];
  private builder: JsonBuilder | null = null;
  private mapping: Omit<RawMapping, "value"> | null = null;
  private name = "";
  private found: RawMapping[] = [];

  constructor(
    private readonly place: JsonPlace,
    private readonly wanted: "OUTLINE" | "MAPPINGS",
  ) {}

  take(): readonly RawMapping[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  key(name: string): void {
    if (this.builder) this.builder.key(name);
    else this.name = name;
  }

  value(value: JsonScalar): void {
    const level = this.levels.at(-1);
    if (this.builder) this.builder.value(value);
    else if (level === undefined) this.place.refuse("this is no FHIR resource");
    else if (level === "GROUPS") this.place.refuse("a group is an object");
    else if (level === "ELEMENTS") this.place.refuse("an element of a group is an object");
    else this.set(value);
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    const level = this.levels.at(-1);
    if (this.builder) this.builder.begin(kind);
    else if (level === undefined) this.open(kind, "OBJECT", "RESOURCE", "this is no FHIR resource");
    else if (level === "GROUPS") {
      this.open(kind, "OBJECT", "GROUP", "a group is an object");
      this.groups.push(new Map());
    } else if (level === "ELEMENTS") this.beginMapping(kind);
    else if (level === "RESOURCE" && this.name === "group") {
      if (this.groups.length > 0) this.place.refuse("there are groups already");
      this.open(kind, "ARRAY", "GROUPS", "groups are an array");
    } else if (level === "GROUP" && this.name === "element") {
      this.open(kind, "ARRAY", "ELEMENTS", "the elements of a group are an array");
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
    if (this.mapping === null) this.set(result);
    else if (this.wanted === "MAPPINGS") this.found.push({ ...this.mapping, value: result });
    this.mapping = null;
  }

  private open(kind: "OBJECT" | "ARRAY", due: typeof kind, level: Level, otherwise: string): void {
    if (kind !== due) this.place.refuse(otherwise);
    this.levels.push(level);
  }

  private beginMapping(kind: "OBJECT" | "ARRAY"): void {
    if (kind === "ARRAY") this.place.refuse("an element of a group is an object");
    const { line, path } = this.place;
    this.mapping = { path: `${TYPE}.${path}`, line, group: this.groups.length - 1 };
    this.build(kind, this.wanted === "MAPPINGS");
  }

  private build(kind: "OBJECT" | "ARRAY", kept: boolean): void {
    this.builder = new JsonBuilder(kept);
    this.builder.begin(kind);
  }

  private set(value: Json): void {
    const level = this.levels.at(-1);
    if (level === "RESOURCE") this.elements.set(this.name, value);
    else if (level === "GROUP") this.groups.at(-1)?.set(this.name, value);
  }
}

/** Reads what a ConceptMap has beside its mappings, wherever it stands. Reads the whole file. */
export async function readOutline(file: SourceFile): Promise<MapOutline> {
  let outline: MapOutline = { elements: new Map(), groups: [] };
  const batches = readJson(file, (place) => {
    const handler = new MapHandler(place, "OUTLINE");
    outline = handler;
    return handler;
  });
  for await (const _ of batches);
  return outline;
}

/** Reads the mappings; one source code with its targets is in memory at a time. */
export async function* readMappings(file: SourceFile): AsyncGenerator<RawMapping> {
  for await (const batch of readJson(file, (place) => new MapHandler(place, "MAPPINGS"))) {
    yield* batch;
  }
}
