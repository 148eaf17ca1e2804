import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { MappedMember } from "../../store/collections/memberMappings.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import type { ConceptMappingListing } from "../../store/conceptMappings/rows.js";
import { sortKey } from "../../store/conceptMappings/rows.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import { ConceptMapping } from "../conceptMappings/ConceptMapping.js";
import {
  type ConceptMappingFilter,
  mappingListing,
} from "../conceptMappings/ConceptMappingFilter.js";
import type { Context } from "../context.js";
import { CollectionReference } from "../references/CollectionReference.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { type OffsetPageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { mappingBringersOf } from "./foundMembers.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import { type ShownConcept, type ShownMapping, stateAround } from "./shownMember.js";
import { systemNamesIn } from "./systemNames.js";
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

  @FieldResolver(() => [CollectionReference], {
    description: "The references that bring the mapping in, in the order in which they were added.",
  })
  async references(
    @Root() mapping: ShownMapping,
    @Ctx() context: Context,
  ): Promise<readonly ReferenceRow[]> {
    return await mappingBringersOf(mapping, context);
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
  place: {
    readonly version: ShownCollectionVersion;
    readonly state: MemberState;
    /** The state again where it is that of an expansion. */
    readonly expanded?: MemberState;
  },
  filter: ConceptMappingFilter | null | undefined,
  page: OffsetPageArguments,
  context: Context,
) {
  const listing = await mappingListing(filter, context);
  return await listed({ ...place, concept: null, listing }, page, context);
}

/** The mappings from a member, and to it where they are asked for, that are members too. */
export async function mappingsOfMember(
  member: ShownConcept,
  { includeRetired, inverse }: { readonly includeRetired: boolean; readonly inverse: boolean },
  page: OffsetPageArguments,
  context: Context,
) {
  const { concept, version, expanded } = member;
  const system = await systemOf(concept, context);
  const listing = await mappingListing({ includeRetired }, context);
  const state = await stateAround(member, context);
  const systems = await systemNamesIn(state, system, context);
  const of = { code: concept.code, systems, inverse };
  return await listed({ version, state, expanded, concept: of, listing }, page, context);
}

async function listed(
  {
    version,
    expanded,
    ...key
  }: {
    readonly version: ShownCollectionVersion;
    readonly state: MemberState;
    readonly expanded?: MemberState | undefined;
    readonly concept: MappedMember | null;
    readonly listing: ConceptMappingListing;
  },
  page: OffsetPageArguments,
  { load }: Context,
) {
  const window = windowOf(page, shape);
  const slice = await load.collectionMembers.mappings.load({ ...key, window });
  const items = slice.items.map((mapping): ShownMapping => ({ mapping, version, expanded }));
  return new Connection<ShownMapping>({ ...slice, items }, window, {
    keyOf: ({ mapping }) => sortKey(mapping),
    count: () => load.collectionMembers.mappingCount.load(key),
  });
}
