import { Field, ID, InterfaceType } from "type-graphql";
import { decodeOpaque, encodeOpaque, type OpaquePart } from "../../kernel/opaque.js";

/** Every type's own `id` field says the same. */
export const idField = { description: "Opaque identity, unique over all types." } as const;

@InterfaceType({
  description:
    "Anything with an identity. The id is opaque and stable, names the content a client may cache, and " +
    "works with `node(id:)`.",
})
export abstract class Node {
  @Field(() => ID, idField)
  readonly id!: string;
}

/** The types that `node(id:)` finds, as their ids name them. */
export type NodeType =
  | "CodeSystem"
  | "CodeSystemVersion"
  | "Collection"
  | "CollectionReference"
  | "CollectionVersion"
  | "Concept"
  | "ConceptMapping"
  | "Crosswalk"
  | "CrosswalkTarget"
  | "CrosswalkVersion"
  | "Job"
  | "Organization"
  | "User";

export function nodeId(type: NodeType, ...parts: readonly OpaquePart[]): string {
  return encodeOpaque([type, ...parts]);
}

/** Type and parts of an id, or null where the text is none of ours. */
export function decodeNodeId(id: string): readonly [string, ...OpaquePart[]] | null {
  const [type, ...parts] = decodeOpaque(id) ?? [];
  return typeof type === "string" ? [type, ...parts] : null;
}
