import { Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { MappedMember } from "../../store/collections/memberMappings.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { ConceptMappingListing } from "../../store/conceptMappings/rows.js";
import { sortKey } from "../../store/conceptMappings/rows.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import { codeSystemUrl } from "../codeSystems/urls.js";
import { ConceptMapping } from "../conceptMappings/ConceptMapping.js";
import {
  type ConceptMappingFilter,
  mappingListing,
} from "../conceptMappings/ConceptMappingFilter.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { type OffsetPageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CollectionVersion } from "./CollectionVersion.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import { type ShownConcept, type ShownMapping, stateOf } from "./shownMember.js";
import { collectionVersionUrl } from "./urls.js";

@ObjectType({ description: "A mapping as a member of a version of a collection." })
export class CollectionMapping {
  @Field(() => ConceptMapping, {
    description: "The mapping, at the version of it that is the member.",
  })
  readonly mapping!: ConceptMapping;
}

@Resolver(() => CollectionMapping)
export class CollectionMappingResolver {
  @FieldResolver(() => String, {
    description:
      "`/orgs/CIEL/collections/StarterSet/mappings/…/` with the mapping's uuid; of a named version its label " +
      "stands before `mappings`.",
  })
  mappingReferenceUrl(@Root() { mapping, version }: ShownMapping): string {
    return `${collectionVersionUrl(version)}mappings/${mapping.uid}/`;
  }

  @FieldResolver(() => CollectionVersion, {
    description: "The version of the collection, or HEAD, that it is a member of.",
  })
  collectionVersion(@Root() { version }: ShownMapping): ShownCollectionVersion {
    return version;
  }
}

export const CollectionMappingConnection = connectionOf(
  "CollectionMapping",
  () => CollectionMapping,
  "mappings of a collection, by the code that they map, map type and sort weight",
);

const shape = { ...usualSizes, key: ["string", "string", "decimal", "number", "string"] } as const;

/** The mappings that are members of a version, or that one of its references delivers. */
export async function mappingsIn(
  { version, state }: { readonly version: ShownCollectionVersion; readonly state: MemberState },
  filter: ConceptMappingFilter | null | undefined,
  page: OffsetPageArguments,
  context: Context,
) {
  const listing = await mappingListing(filter, context);
  return await listed({ version, state, concept: null, listing }, page, context);
}

/** The mappings from a member, and to it where they are asked for, that are members too. */
export async function mappingsOfMember(
  { concept, version }: ShownConcept,
  { includeRetired, inverse }: { readonly includeRetired: boolean; readonly inverse: boolean },
  page: OffsetPageArguments,
  context: Context,
) {
  const system = await systemOf(concept, context);
  const { canonicalUrl } = system;
  const systems = [codeSystemUrl(system), ...(canonicalUrl ? [canonicalUrl] : [])];
  const listing = await mappingListing({ includeRetired }, context);
  const of = { code: concept.code, systems, inverse };
  const state = await stateOf(version, context);
  return await listed({ version, state, concept: of, listing }, page, context);
}

async function listed(
  {
    version,
    ...key
  }: {
    readonly version: ShownCollectionVersion;
    readonly state: MemberState;
    readonly concept: MappedMember | null;
    readonly listing: ConceptMappingListing;
  },
  page: OffsetPageArguments,
  { load }: Context,
) {
  const window = windowOf(page, shape);
  const slice = await load.collectionMembers.mappings.load({ ...key, window });
  const items = slice.items.map((mapping): ShownMapping => ({ mapping, version }));
  return new Connection<ShownMapping>({ ...slice, items }, window, {
    keyOf: ({ mapping }) => sortKey(mapping),
    count: () => load.collectionMembers.mappingCount.load(key),
  });
}
