import type {
  NamedRepository,
  ReferenceDefinition,
} from "../../src/rules/references/definition.js";
import { conceptHolds, mappingHolds } from "./naiveFilters.js";
import { conceptIdentity, mappingIdentity, membersOf } from "./naiveMembers.js";
import {
  type Delivery,
  type NaiveCollection,
  type NaiveConcept,
  type NaiveContent,
  type NaiveMapping,
  type NaiveSystem,
  type NaiveWorld,
  type Row,
  repositoryNamed,
} from "./naiveWorld.js";

// What collections hold, worked out as simply as can be: every version copies all that it delivers. A model to
// compare the real thing with.

/** Rows to choose from, and where each code system of them is read. */
interface Scope {
  readonly concepts: readonly Row<NaiveConcept>[];
  readonly mappings: readonly Row<NaiveMapping>[];
}

const nothing: Scope = { concepts: [], mappings: [] };
const DEPTH = 10;

/** What each reference of a collection's HEAD delivers now. */
export function deliveriesOf(
  world: NaiveWorld,
  { references }: NaiveCollection,
): readonly Delivery[] {
  return references.map((reference) => ({ reference, ...delivered(world, reference, 0) }));
}

/** Makes a version, with a copy of all that the collection delivers now. */
export function freeze(
  world: NaiveWorld,
  collection: NaiveCollection,
  version: { readonly label: string; readonly released: boolean },
): void {
  const deliveries = deliveriesOf(world, collection);
  collection.versions.push({ ...version, retired: false, deactivated: false, deliveries });
}

/** What a named version delivers, as it did when it was made. */
export function frozenDeliveries(
  { versions }: NaiveCollection,
  label: string,
): readonly Delivery[] {
  const version = versions.find((one) => one.label === label);
  if (!version) throw new Error(`There is no version ${label}`);
  return version.deliveries;
}

function delivered(world: NaiveWorld, reference: ReferenceDefinition, depth: number): Scope {
  const { system, valuesets, code, resourceVersion, mappingsOf, referenceType } = reference;
  const [first = null, ...others] = system === null ? valuesets : [system, ...valuesets];
  const base = first === null ? everything(world) : scopeOf(world, first, depth);
  const within = others.map((valueset) => scopeOf(world, valueset, depth));
  if (!base || within.includes(null)) return nothing;
  const named = first && repositoryNamed(world.systems, first);
  const labelled = (first?.version ?? "HEAD") !== "HEAD";
  const versions =
    named && resourceVersion !== null && !labelled ? scopeIn(named, named.history) : base;
  const concepts = versions.concepts
    .filter(() => referenceType !== "MAPPINGS")
    .filter(({ content }) => code === null || content.code === code)
    .filter(({ content }) => resourceVersion === null || `${content.version}` === resourceVersion)
    .filter((row) => isIn(row, within, conceptIdentity, ({ concepts: all }) => all))
    .filter((row) =>
      reference.filters.every((filter) =>
        conceptHolds(row.content, filter, contentOf(base, row.system)),
      ),
    );
  const mappings = versions.mappings
    .filter(() => referenceType !== "CONCEPTS")
    .filter(
      (row) =>
        code === null ||
        (mappingsOf === null ? row.content.id === code : isOf(row, reference, named)),
    )
    .filter(({ content }) => resourceVersion === null || `${content.version}` === resourceVersion)
    .filter((row) => isIn(row, within, mappingIdentity, ({ mappings: all }) => all))
    .filter(({ content }) => reference.filters.every((filter) => mappingHolds(content, filter)));
  return cascaded(world, reference, { found: { concepts, mappings }, base, named });
}

/** Whether a mapping is from the concept of a reference, or to it where those are asked for as well. */
function isOf(
  { content }: Row<NaiveMapping>,
  { code, mappingsOf }: ReferenceDefinition,
  system: NaiveSystem | null,
): boolean {
  const own = (url: string) => system === null || url === system.url || url === system.canonicalUrl;
  const from = content.fromCode === code && own(content.fromSystem);
  const to = content.toCode === code && own(content.toSystem);
  return from || (mappingsOf === "WITH_INVERSE" && to);
}

function isIn<Content>(
  row: Row<Content>,
  scopes: readonly (Scope | null)[],
  identity: (row: Row<Content>) => string,
  rowsOf: (scope: Scope) => readonly Row<Content>[],
): boolean {
  return scopes.every((scope) =>
    rowsOf(scope ?? nothing).some((other) => identity(other) === identity(row)),
  );
}

/** One step along the mappings in use of each concept's own code system, as that is read. */
function cascaded(
  world: NaiveWorld,
  { cascade }: ReferenceDefinition,
  read: { readonly found: Scope; readonly base: Scope; readonly named: NaiveSystem | null },
): Scope {
  const { found, base, named } = read;
  if (cascade === "NONE") return found;
  const along = found.concepts.flatMap(({ system: url, content }) => {
    const system = world.systems.find((one) => one.url === url);
    if (!system) return [];
    const own = named === system ? contentOf(base, url) : current(system);
    const isOwn = (other: string) => other === system.url || other === system.canonicalUrl;
    const mappings = own.mappings.filter(
      (one) => !one.retired && one.fromCode === content.code && isOwn(one.fromSystem),
    );
    const targets = own.concepts.filter(({ code }) =>
      mappings.some((one) => one.toCode === code && isOwn(one.toSystem)),
    );
    return [scopeIn(system, { mappings, concepts: targets })];
  });
  const concepts = cascade === "SOURCE_TO_CONCEPTS" ? along.flatMap((one) => one.concepts) : [];
  return {
    concepts: [...found.concepts, ...concepts],
    mappings: [...found.mappings, ...along.flatMap((one) => one.mappings)],
  };
}

function scopeOf(world: NaiveWorld, named: NamedRepository, depth: number): Scope | null {
  const system = repositoryNamed(world.systems, named);
  if (system) {
    const content = systemAt(system, named.version);
    return content && scopeIn(system, content);
  }
  const collection = repositoryNamed(world.collections, named);
  return collection && collectionAt(world, collection, { version: named.version, depth });
}

function systemAt(system: NaiveSystem, version: string | null): NaiveContent | null {
  if (version === null) return current(system);
  if (version === "HEAD") return system.head;
  return system.versions.find(({ label }) => label === version)?.content ?? null;
}

/** Where those who name no version read a code system. */
function current({ versions, head }: NaiveSystem): NaiveContent {
  return versions.findLast(({ released }) => released)?.content ?? head;
}

function collectionAt(
  world: NaiveWorld,
  collection: NaiveCollection,
  { version, depth }: { readonly version: string | null; readonly depth: number },
): Scope | null {
  const active = collection.versions.filter(({ deactivated }) => !deactivated);
  const read =
    version === null
      ? active.findLast(({ released, retired }) => released && !retired)
      : active.find(({ label }) => label === version);
  if (read) return membersOf(read.deliveries);
  if (version !== null && version !== "HEAD") return null;
  if (depth >= DEPTH) return nothing;
  const deliveries = collection.references.map((reference) => ({
    reference,
    ...delivered(world, reference, depth + 1),
  }));
  return membersOf(deliveries);
}

function everything({ systems }: NaiveWorld): Scope {
  const scopes = systems.filter((one) => one.public).map((one) => scopeIn(one, current(one)));
  return {
    concepts: scopes.flatMap(({ concepts }) => concepts),
    mappings: scopes.flatMap(({ mappings }) => mappings),
  };
}

function scopeIn({ url: system }: NaiveSystem, { concepts, mappings }: NaiveContent): Scope {
  return {
    concepts: concepts.map((content) => ({ system, content })),
    mappings: mappings.map((content) => ({ system, content })),
  };
}

function contentOf({ concepts, mappings }: Scope, url: string): NaiveContent {
  const own = <Content>(rows: readonly Row<Content>[]) =>
    rows.filter(({ system }) => system === url).map(({ content }) => content);
  return { concepts: own(concepts), mappings: own(mappings) };
}
