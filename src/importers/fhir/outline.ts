import { FileRefused, type SourceFile } from "../format.js";
import { type Json, JsonBuilder, type JsonScalar } from "../json.js";
import { type JsonHandler, type JsonPlace, readJson } from "../jsonReader.js";

/** A concept of a CodeSystem as it stands in the file, without those that are nested in it. */
export interface RawConcept {
  /** `CodeSystem.concept[3].concept[0]`. */
  readonly path: string;
  readonly line: number;
  readonly fields: ReadonlyMap<string, Json>;
  /** The one that it is nested in. */
  readonly above: RawConcept | null;
}

/** The elements of a resource; those that are not kept are null, and so is `concept`, if there is one. */
export type Elements = ReadonlyMap<string, Json>;

const READ: ReadonlySet<string> = new Set([
  ..."resourceType id meta language url version name title status experimental date".split(" "),
  ..."publisher description purpose copyright caseSensitive hierarchyMeaning content".split(" "),
  ..."supplements property".split(" "),
]);
const READ_OF_CONCEPT: ReadonlySet<string> = new Set(
  "code display definition designation property".split(" "),
);

/** So many concepts may stand before the code of the one that they are nested in. */
const HELD_LIMIT = 10_000;
/** So much is always read to see what stands behind the concepts. */
const LOOKED_AT = 4 * 1024 * 1024;

/** A concept while it is being read. */
class OpenConcept implements RawConcept {
  readonly fields = new Map<string, Json>();
  /** Nested ones that wait until the code of this one is known. */
  readonly held: RawConcept[] = [];

  constructor(
    readonly path: string,
    readonly line: number,
    readonly above: OpenConcept | null,
  ) {}
}

type Level = "RESOURCE" | "CONCEPTS" | OpenConcept;

/** Collects the elements of a resource and hands its concepts on, nested ones before the one around them. */
class OutlineHandler implements JsonHandler<RawConcept> {
  readonly elements = new Map<string, Json>();
  private readonly levels: Level[] = [];
  private builder: JsonBuilder | null = null;
  private name = "";
  private found: RawConcept[] = [];
  private heldCount = 0;
  private hasConcepts = false;

  constructor(private readonly place: JsonPlace) {}

  take(): readonly RawConcept[] {
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
    else if (level === "CONCEPTS") this.place.refuse("a concept is an object");
    else this.set(value);
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    const level = this.levels.at(-1);
    if (this.builder) this.builder.begin(kind);
    else if (level === undefined) {
      if (kind === "ARRAY") this.place.refuse("this is no FHIR resource");
      this.levels.push("RESOURCE");
    } else if (level === "CONCEPTS") {
      if (kind === "ARRAY") this.place.refuse("a concept is an object");
      this.beginConcept();
    } else if (this.name === "concept") {
      if (kind === "OBJECT") this.place.refuse("concepts are an array");
      if (level === "RESOURCE") this.beginConcepts();
      this.levels.push("CONCEPTS");
    } else {
      this.builder = new JsonBuilder(this.isRead(this.name, level));
      this.builder.begin(kind);
    }
  }

  end(): void {
    if (this.builder) {
      if (this.builder.isTooLarge) this.place.refuse("this is too much for one element");
      if (this.builder.end()) this.endElement(this.builder);
    } else {
      const level = this.levels.pop();
      if (level instanceof OpenConcept) this.endConcept(level);
    }
  }

  private endElement({ result }: JsonBuilder): void {
    this.builder = null;
    this.set(result);
  }

  private beginConcepts(): void {
    if (this.hasConcepts) this.place.refuse("there are concepts already");
    this.hasConcepts = true;
  }

  private beginConcept(): void {
    const above = this.levels.findLast((level) => level instanceof OpenConcept) ?? null;
    const { line, path } = this.place;
    // That there are any is told before the first of them ends.
    this.elements.set("concept", null);
    this.levels.push(new OpenConcept(`CodeSystem.${path}`, line, above));
  }

  private endConcept(concept: OpenConcept): void {
    const { above, held } = concept;
    if (above === null || above.fields.has("code")) {
      this.found.push(concept, ...held);
      this.heldCount -= held.length;
    } else {
      above.held.push(concept, ...held);
      this.heldCount += 1;
      if (this.heldCount > HELD_LIMIT) {
        this.place.refuse(`the code of a concept stands behind more than ${HELD_LIMIT} in it`);
      }
    }
  }

  private isRead(name: string, level: Level): boolean {
    return (level === "RESOURCE" ? READ : READ_OF_CONCEPT).has(name);
  }

  private set(value: Json): void {
    const level = this.levels.at(-1);
    if (level instanceof OpenConcept) {
      if (READ_OF_CONCEPT.has(this.name)) level.fields.set(this.name, value);
    } else this.elements.set(this.name, READ.has(this.name) ? value : null);
  }
}

/**
 * Reads the elements beside the concepts. FHIR has those in front of the concepts; what stands behind is found
 * too, unless the file is large and shows FHIR's order by its `content`.
 */
export async function readElements(file: SourceFile): Promise<Elements> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file.bytes) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const outline = new Outline({ name: file.name, bytes: counted() });
  for await (const _ of outline.batches) {
    if (bytes > LOOKED_AT && outline.elements.has("content")) break;
  }
  return outline.elements;
}

/**
 * Reads the concepts, those that are nested in another before it.
 * @param known what {@link readElements} found; an element that shows up only now is refused
 */
export async function* readConcepts(file: SourceFile, known: Elements): AsyncGenerator<RawConcept> {
  const outline = new Outline(file);
  for await (const batch of outline.batches) yield* batch;
  const late = [...outline.elements.keys()].find((name) => READ.has(name) && !known.has(name));
  if (late === undefined) return;
  throw new FileRefused(
    `${file.name}, CodeSystem.${late}: in a file of this size it must stand before the concepts`,
  );
}

class Outline {
  readonly batches: AsyncGenerator<readonly RawConcept[]>;
  private handler: OutlineHandler | null = null;

  constructor(file: SourceFile) {
    this.batches = readJson(file, (place) => {
      this.handler = new OutlineHandler(place);
      return this.handler;
    });
  }

  get elements(): Elements {
    return this.handler?.elements ?? new Map();
  }
}
