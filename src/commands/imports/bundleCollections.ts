import type { OclCollection, OclCollectionVersion, OclReferences } from "../../importers/ocl.js";
import type { SetDescription, SetVersion } from "../../rules/collections/forms/setContent.js";
import type { FileLine } from "./locatedLines.js";

/** What stands of a collection above one of its versions, or below the last. */
export interface CollectionPart {
  readonly added: FileLine[];
  readonly withdrawn: FileLine[];
  version: SetVersion | null;
}

/** What a file says of one collection. */
export interface BundleCollection {
  readonly url: string;
  readonly firstLine: number;
  description: SetDescription | null;
  readonly parts: CollectionPart[];
}

/** The collections of a file that holds several. */
export class BundleCollections {
  private readonly found = new Map<string, BundleCollection>();

  constructor(private readonly notes: string[]) {}

  take(record: OclCollection | OclCollectionVersion | OclReferences, line: number): void {
    const one = this.collection(record.collection, line);
    const part = one.parts.at(-1);
    if (!part) throw new Error("A collection has no part");
    if (record.kind === "COLLECTION") one.description = record.description;
    else if (record.kind === "REFERENCES") {
      const list = record.isDeletion ? part.withdrawn : part.added;
      for (const content of record.references) list.push({ line, content });
    } else if (one.parts.some(({ version }) => version?.label === record.version.label)) {
      const { label } = record.version;
      this.notes.push(`line ${line}: version ${label} was named before; it stays as it is`);
    } else {
      part.version = record.version;
      one.parts.push({ added: [], withdrawn: [], version: null });
    }
  }

  /** All of them, in the order of their first lines. */
  all(): readonly BundleCollection[] {
    return [...this.found.values()];
  }

  private collection(url: string, firstLine: number): BundleCollection {
    const known = this.found.get(url);
    if (known) return known;
    const parts = [{ added: [], withdrawn: [], version: null }];
    const made = { url, firstLine, description: null, parts };
    this.found.set(url, made);
    return made;
  }
}
