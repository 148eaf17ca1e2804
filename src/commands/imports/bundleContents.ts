import type {
  OclOrganization,
  OclRecord,
  OclSource,
  OclSourceVersion,
} from "../../importers/ocl.js";
import type { Languages } from "../../rules/codeSystems/display.js";
import { BundleCollections } from "./bundleCollections.js";

/** A version that a file names, and on which line. */
export interface NamedVersion {
  readonly line: number;
  readonly record: OclSourceVersion;
}

const ENGLISH: Languages = { defaultLocale: "en", supportedLocales: ["en"] };

/** What a file of several code systems says beside concepts and mappings. */
export class BundleContents {
  readonly organizations = new Map<string, OclOrganization>();
  /** By type, how many lines were counted and left aside. */
  readonly leftAside = new Map<string, number>();
  /** What is no fault of any line and still to be known. */
  readonly notes: string[] = [];
  readonly collections = new BundleCollections(this.notes);
  private readonly described = new Map<string, OclSource>();
  private readonly versions = new Map<string, NamedVersion[]>();
  private readonly firstLines = new Map<string, number>();

  take(record: Exclude<OclRecord, { kind: "CONCEPT" | "MAPPING" }>, line: number): void {
    switch (record.kind) {
      case "ORGANIZATION":
        this.organizations.set(record.name, record);
        return;
      case "SOURCE":
        this.mention(record.source, line);
        this.described.set(record.source, record);
        return;
      case "SOURCE_VERSION":
        this.name(record, line);
        return;
      case "COLLECTION":
      case "COLLECTION_VERSION":
      case "REFERENCES":
        this.collections.take(record, line);
        return;
      case "OTHER":
        this.leftAside.set(record.type, (this.leftAside.get(record.type) ?? 0) + 1);
    }
  }

  private name(record: OclSourceVersion, line: number): void {
    this.mention(record.source, line);
    const named = this.versions.get(record.source) ?? [];
    if (named.some((one) => one.record.label === record.label)) {
      this.notes.push(`line ${line}: version ${record.label} was named before; it stays as it is`);
      return;
    }
    this.versions.set(record.source, [...named, { line, record }]);
  }

  /** Notes that a line is of a source; answers how many of its versions were named above it. */
  mention(source: string, line: number): number {
    if (!this.firstLines.has(source)) this.firstLines.set(source, line);
    return this.versions.get(source)?.length ?? 0;
  }

  /** All sources that the file says anything of, in the order of their first lines. */
  sources(): readonly string[] {
    return [...this.firstLines.keys()];
  }

  firstLineOf(source: string): number {
    return this.firstLines.get(source) ?? 0;
  }

  descriptionOf(source: string): OclSource | null {
    return this.described.get(source) ?? null;
  }

  versionsOf(source: string): readonly NamedVersion[] {
    return this.versions.get(source) ?? [];
  }

  languagesOf(source: string): Languages {
    return this.described.get(source) ?? ENGLISH;
  }
}
