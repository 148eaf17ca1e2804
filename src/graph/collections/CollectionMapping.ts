import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { Slice, Window } from "../../kernel/window.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { MappedMember, MemberMappingKey } from "../../store/collections/memberMappings.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import type { ConceptMappingListing, ConceptMappingRow } from "../../store/conceptMappings/rows.js";
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
  const { version, expanded, state } = place;
  const key = { state, concept: null, listing: await mappingListing(filter, context) };
  const window = windowOf(page, shape);
  const slice = await context.load.collectionMembers.mappings.load({ ...key, window });
  return listed(key, { slice, window }, { version, expanded }, context);
}

/** The mappings from each of some members, and to it where they are asked for, that are members too. */
export async function mappingsOfMembers(
  members: readonly ShownConcept[],
  { includeRetired, inverse }: { readonly includeRetired: boolean; readonly inverse: boolean },
  page: OffsetPageArguments,
  context: Context,
): Promise<readonly Connection<ShownMapping>[]> {
  const listing = await mappingListing({ includeRetired }, context);
  const window = windowOf(page, shape);
  const of = await Promise.all(
    members.map(async (member) => {
      const state = await stateAround(member, context);
      return { state, concept: await mappedMember(member.concept, { state, inverse }, context) };
    }),
  );
  const slices = await context.load.collectionMembers.mappingsOf.load({ of, listing, window });
  return members.flatMap((member, at) => {
    const [key, slice] = [of[at], slices[at]];
    return key && slice ? listed({ ...key, listing }, { slice, window }, member, context) : [];
  });
}

async function mappedMember(
  concept: ConceptRow,
  { state, inverse }: { readonly state: MemberState; readonly inverse: boolean },
  context: Context,
): Promise<MappedMember> {
  const system = await systemOf(concept, context);
  const systems = await systemNamesIn(state, system, context);
  return { code: concept.code, systems, inverse };
}

function listed(
  key: MemberMappingKey & { readonly listing: ConceptMappingListing },
  { slice, window }: { readonly slice: Slice<ConceptMappingRow>; readonly window: Window },
  { version, expanded }: Omit<ShownMapping, "mapping">,
  { load }: Context,
): Connection<ShownMapping> {
  const items = slice.items.map((mapping): ShownMapping => ({ mapping, version, expanded }));
  return new Connection<ShownMapping>({ ...slice, items }, window, {
    keyOf: ({ mapping }) => sortKey(mapping),
    count: () => load.collectionMembers.mappingCount.load(key),
  });
}
