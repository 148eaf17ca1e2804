import type { ReferenceDefinition } from "../../src/rules/references/definition.js";
import { namedRepositoryText } from "../../src/rules/references/repositories.js";

/** One version of a concept, as the model of collections has it. */
export interface NaiveConcept {
  readonly code: string;
  readonly version: number;
  readonly names: readonly { readonly name: string; readonly locale: string }[];
  readonly conceptClass: string;
  readonly datatype: string;
  readonly retired: boolean;
  readonly externalId: string | null;
  readonly parents: readonly string[];
  readonly extras: Readonly<Record<string, unknown>>;
}

/** One version of a mapping. Its ends are URLs of code systems, relative or canonical, and codes. */
export interface NaiveMapping {
  readonly id: string;
  readonly version: number;
  readonly mapType: string;
  readonly fromSystem: string;
  readonly fromCode: string;
  readonly toSystem: string;
  readonly toCode: string;
  readonly toName: string | null;
  readonly retired: boolean;
  readonly externalId: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
}

export interface NaiveContent {
  readonly concepts: readonly NaiveConcept[];
  readonly mappings: readonly NaiveMapping[];
}

export interface NaiveSystem {
  readonly url: string;
  canonicalUrl: string | null;
  /** False: only references that name it read it. */
  readonly public: boolean;
  head: NaiveContent;
  /** Every version that any concept or mapping ever had. */
  history: NaiveContent;
  /** Oldest first. */
  readonly versions: {
    readonly label: string;
    released: boolean;
    readonly content: NaiveContent;
  }[];
}

/** A concept or mapping of a code system. */
export interface Row<Content> {
  readonly system: string;
  readonly content: Content;
}

/** What one reference delivers. */
export interface Delivery {
  readonly reference: ReferenceDefinition;
  readonly concepts: readonly Row<NaiveConcept>[];
  readonly mappings: readonly Row<NaiveMapping>[];
}

export interface NaiveCollection {
  readonly url: string;
  readonly canonicalUrl: string | null;
  references: readonly ReferenceDefinition[];
  /** Oldest first; what each delivers was copied when it was made. */
  readonly versions: {
    readonly label: string;
    released: boolean;
    retired: boolean;
    deactivated: boolean;
    readonly deliveries: readonly Delivery[];
  }[];
}

export interface NaiveWorld {
  readonly systems: NaiveSystem[];
  readonly collections: NaiveCollection[];
}

export function naiveSystem(url: string, canonicalUrl: string | null = null): NaiveSystem {
  const nothing = { concepts: [], mappings: [] };
  return { url, canonicalUrl, public: true, head: nothing, history: nothing, versions: [] };
}

export function naiveCollection(url: string, canonicalUrl: string | null = null): NaiveCollection {
  return { url, canonicalUrl, references: [], versions: [] };
}

/** Puts a concept into HEAD, as its next version. */
export function putConcept(
  system: NaiveSystem,
  given: Partial<NaiveConcept> & { readonly code: string },
): NaiveConcept {
  const before = system.history.concepts.filter(({ code }) => code === given.code);
  const made: NaiveConcept = {
    names: [{ name: given.code, locale: "en" }],
    conceptClass: "Diagnosis",
    datatype: "N/A",
    retired: false,
    externalId: null,
    parents: [],
    extras: {},
    ...given,
    version: before.length + 1,
  };
  const others = system.head.concepts.filter(({ code }) => code !== made.code);
  system.head = { ...system.head, concepts: [...others, made] };
  system.history = { ...system.history, concepts: [...system.history.concepts, made] };
  return made;
}

/** Puts a mapping into HEAD, as its next version; its ends are in the system itself where none is said. */
export function putMapping(
  system: NaiveSystem,
  given: Partial<NaiveMapping> & Pick<NaiveMapping, "id" | "fromCode" | "toCode">,
): NaiveMapping {
  const before = system.history.mappings.filter(({ id }) => id === given.id);
  const made: NaiveMapping = {
    mapType: "SAME-AS",
    fromSystem: system.url,
    toSystem: system.url,
    toName: null,
    retired: false,
    externalId: null,
    extras: {},
    ...given,
    version: before.length + 1,
  };
  const others = system.head.mappings.filter(({ id }) => id !== made.id);
  system.head = { ...system.head, mappings: [...others, made] };
  system.history = { ...system.history, mappings: [...system.history.mappings, made] };
  return made;
}

/** Takes a concept out of HEAD; its versions stay in the history. */
export function removeConcept(system: NaiveSystem, code: string): void {
  const concepts = system.head.concepts.filter((concept) => concept.code !== code);
  system.head = { ...system.head, concepts };
}

export function releaseSystem(system: NaiveSystem, label: string, released = true): void {
  system.versions.push({ label, released, content: system.head });
}

/** The code system or collection that a reference names, by any of its URLs. */
export function repositoryNamed<Repository extends NaiveSystem | NaiveCollection>(
  repositories: readonly Repository[],
  named: Parameters<typeof namedRepositoryText>[0],
): Repository | null {
  const url = namedRepositoryText({ ...named, version: null });
  return repositories.find((one) => one.url === url || one.canonicalUrl === url) ?? null;
}
