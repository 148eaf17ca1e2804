import type { OpaquePart } from "../../kernel/opaque.js";
import { versionNamed } from "../codeSystems/shownVersion.js";
import type { Context } from "../context.js";
import type { ShownTarget } from "../crosswalks/shownMapping.js";
import { decodeNodeId, type NodeType } from "../shared/Node.js";

type Fetch = (parts: readonly OpaquePart[], context: Context) => Promise<object | null>;

/** How each type of node is found again from the parts of its id. */
const fetches: Readonly<Record<NodeType, Fetch>> = {
  CodeSystem: ([slug], { load }) => load.codeSystems.bySlug.load(String(slug)),
  CodeSystemVersion: async ([slug, label], context) => {
    const system = await context.load.codeSystems.bySlug.load(String(slug));
    return system && (await versionNamed(system, String(label), context));
  },
  Concept: async ([slug, code, version], { load }) => {
    const system = await load.codeSystems.bySlug.load(String(slug));
    if (!system) return null;
    const key = { containerId: system.containerId, code: String(code), version: Number(version) };
    return await load.codeSystems.conceptVersion.load(key);
  },
  Crosswalk: ([identifier], { load }) => load.crosswalks.byIdentifier.load(String(identifier)),
  CrosswalkVersion: ([identifier, version], context) =>
    crosswalkVersion(String(identifier), Number(version), context),
  CrosswalkTarget: async ([crosswalk, version, identifier], context) => {
    const row = await crosswalkVersion(String(crosswalk), Number(version), context);
    if (!row) return null;
    const { containerId, revision } = row;
    const key = { containerId, revision, identifier: String(identifier) };
    const found = await context.load.crosswalks.pair.load(key);
    return found && ({ ...found.pair, version: row } satisfies ShownTarget);
  },
  Organization: ([name], { load }) => load.access.organizationByName.load(String(name)),
  User: ([name], { load }) => load.access.userByName.load(String(name)),
};

async function crosswalkVersion(identifier: string, ordinal: number, { load }: Context) {
  const crosswalk = await load.crosswalks.byIdentifier.load(identifier);
  if (!crosswalk) return null;
  return await load.crosswalks.version.load({ containerId: crosswalk.containerId, ordinal });
}

/** The thing that an id names; null for an id that names nothing, or nothing that the viewer may see. */
export async function fetchNode(id: string, context: Context): Promise<object | null> {
  const [type, ...parts] = decodeNodeId(id) ?? [""];
  if (!(type in fetches)) return null;
  const found = await fetches[type as NodeType](parts, context);
  return found && { ...found, __typename: type };
}
