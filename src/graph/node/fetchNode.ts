import type { OpaquePart } from "../../kernel/opaque.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { versionNamed } from "../codeSystems/shownVersion.js";
import { collectionVersionNamed, headAt } from "../collections/shownCollectionVersion.js";
import type { Context } from "../context.js";
import type { ShownTarget } from "../crosswalks/shownMapping.js";
import { decodeNodeId, type NodeType } from "../shared/Node.js";

/** What a part of an id can be; a uuid is in its canonical spelling. */
type PartKind = "text" | "uuid" | "number";
type Parts<Kinds extends readonly PartKind[]> = {
  [At in keyof Kinds]: Kinds[At] extends "number" ? number : string;
};
type Fetch = (parts: readonly OpaquePart[], context: Context) => Promise<object | null>;

/** Fetches by ids of certain parts; an id of other parts is none that we gave out. */
function by<const Kinds extends readonly PartKind[]>(
  kinds: Kinds,
  fetch: (parts: Parts<Kinds>, context: Context) => Promise<object | null>,
): Fetch {
  const fits = (parts: readonly OpaquePart[]): parts is Parts<Kinds> =>
    parts.length === kinds.length && parts.every((part, at) => isOfKind(part, kinds[at]));
  return async (parts, context) => (fits(parts) ? await fetch(parts, context) : null);
}

function isOfKind(part: OpaquePart, kind: PartKind | undefined): boolean {
  if (kind === "number") return typeof part === "number" && (part | 0) === part;
  return typeof part === "string" && (kind === "text" || canonicalUuid(part) === part);
}

/** How each type of node is found again from the parts of its id. */
const fetches: Readonly<Record<NodeType, Fetch>> = {
  CodeSystem: by(["text"], ([slug], { load }) => load.codeSystems.bySlug.load(slug)),
  CodeSystemVersion: by(["text", "text"], async ([slug, label], context) => {
    const system = await context.load.codeSystems.bySlug.load(slug);
    const version = system && (await versionNamed(system, label, context));
    return version?.label === label ? version : null;
  }),
  Collection: by(["uuid"], ([uid], { load }) => load.collections.byUid.load(uid)),
  CollectionReference: by(["uuid"], ([uid], { load }) =>
    load.collectionMembers.referenceByUid.load(uid),
  ),
  CollectionVersion: async (parts, context) =>
    (await namedCollectionVersion(parts, context)) ?? (await collectionAsOf(parts, context)),
  Concept: by(["text", "text", "number"], async ([slug, code, version], { load }) => {
    const system = await load.codeSystems.bySlug.load(slug);
    if (!system) return null;
    const key = { containerId: system.containerId, code, version };
    return await load.codeSystems.conceptVersion.load(key);
  }),
  ConceptMapping: by(["uuid", "number"], ([uid, version], { load }) =>
    load.conceptMappings.version.load({ uid, version }),
  ),
  Crosswalk: by(["uuid"], ([identifier], { load }) =>
    load.crosswalks.byIdentifier.load(identifier),
  ),
  CrosswalkVersion: by(["uuid", "number"], ([identifier, version], context) =>
    crosswalkVersion(identifier, version, context),
  ),
  CrosswalkTarget: by(["uuid", "number", "uuid"], async ([crosswalk, version, pair], context) => {
    const row = await crosswalkVersion(crosswalk, version, context);
    if (!row) return null;
    const { containerId, revision } = row;
    const key = { containerId, revision, identifier: pair };
    const found = await context.load.crosswalks.pair.load(key);
    return found && ({ ...found.pair, version: row } satisfies ShownTarget);
  }),
  Job: by(["uuid"], ([id], { load }) => load.jobs.byId.load(id)),
  Organization: by(["text"], ([name], { load }) => load.access.organizationByName.load(name)),
  User: by(["text"], ([name], { load }) => load.access.userByName.load(name)),
};

const namedCollectionVersion = by(["uuid", "text"], async ([uid, label], context) => {
  const collection = await context.load.collections.byUid.load(uid);
  const version = collection && (await collectionVersionNamed(collection, label, context));
  return version?.label === label ? version : null;
});

/** HEAD as it was has the moment in its id: what it holds depends on what was released by then. */
const collectionAsOf = by(["uuid", "text", "text"], async ([uid, label, moment], context) => {
  const collection = await context.load.collections.byUid.load(uid);
  const at = new Date(moment);
  const fits = label === "HEAD" && !Number.isNaN(at.getTime()) && at.toISOString() === moment;
  return collection && fits ? await headAt(collection, at, context) : null;
});

async function crosswalkVersion(identifier: string, ordinal: number, { load }: Context) {
  const crosswalk = await load.crosswalks.byIdentifier.load(identifier);
  if (!crosswalk) return null;
  return await load.crosswalks.version.load({ containerId: crosswalk.containerId, ordinal });
}

/** The thing that an id names; null for an id that names nothing, or nothing that the viewer may see. */
export async function fetchNode(id: string, context: Context): Promise<object | null> {
  const [type, ...parts] = decodeNodeId(id) ?? [""];
  if (!Object.hasOwn(fetches, type)) return null;
  const found = await fetches[type as NodeType](parts, context);
  return found && { ...found, __typename: type };
}
