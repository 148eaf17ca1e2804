import {
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import {
  type ComparedStates,
  changeKey,
  type MembershipChangeRow,
} from "../../store/collections/changes.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import { Concept } from "../codeSystems/Concept.js";
import { ConceptMapping } from "../conceptMappings/ConceptMapping.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { badUserInput } from "../shared/errors.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { collectionVersionNamed, type ShownCollectionVersion } from "./shownCollectionVersion.js";
import { stateOf } from "./shownMember.js";

export const MembershipChangeKind = {
  GAINED: "GAINED",
  LOST: "LOST",
  VERSION_CHANGED: "VERSION_CHANGED",
} as const;
registerEnumType(MembershipChangeKind, {
  name: "MembershipChangeKind",
  description: "What has become of a member.",
  valuesConfig: {
    GAINED: { description: "It is a member now and was none." },
    LOST: { description: "It was a member and is none now." },
    VERSION_CHANGED: { description: "It is a member still, at another version of it." },
  },
});

@ObjectType({
  description: "A concept or mapping that is not a member alike in two versions of a collection.",
})
export class MembershipChange {
  @Field(() => MembershipChangeKind, { description: "What has become of it." })
  readonly kind!: string;
}

@Resolver(() => MembershipChange)
export class MembershipChangeResolver {
  @FieldResolver(() => MembershipChangeKind, { description: "What has become of it." })
  kind(@Root() { before, after }: MembershipChangeRow): string {
    if (before === null) return "GAINED";
    return after === null ? "LOST" : "VERSION_CHANGED";
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept: as it is a member now, or as it was; null: it is about a mapping.",
  })
  async concept(
    @Root() { sort, containerId, code, before, after }: MembershipChangeRow,
    @Ctx() { load }: Context,
  ): Promise<ConceptRow | null> {
    if (sort !== 1) return null;
    const version = after ?? before ?? 0;
    return await load.codeSystems.conceptVersion.load({ containerId, code, version });
  }

  @FieldResolver(() => ConceptMapping, {
    nullable: true,
    description: "The mapping: as it is a member now, or as it was; null: it is about a concept.",
  })
  async mapping(
    @Root() { uid, before, after }: MembershipChangeRow,
    @Ctx() { load }: Context,
  ): Promise<ConceptMappingRow | null> {
    if (uid === null) return null;
    return await load.conceptMappings.version.load({ uid, version: after ?? before ?? 0 });
  }
}

export const MembershipChangeConnection = connectionOf(
  "MembershipChange",
  () => MembershipChange,
  "changes of members between two versions: concepts by code, then mappings",
);

/** What has changed since another version of the same collection. */
export async function changesSince(
  version: ShownCollectionVersion,
  since: string,
  page: PageArguments,
  context: Context,
) {
  const earlier = await collectionVersionNamed(version.collection, since, context);
  if (!earlier) throw badUserInput(`There is no version ${since} of this collection.`);
  const of: ComparedStates = {
    before: await stateOf(earlier, context),
    after: await stateOf(version, context),
  };
  const window = windowOf(page, { ...usualSizes, key: ["number", "string", "number"] });
  const { membershipChanges } = context.store;
  const slice = await membershipChanges.list(context.viewer, of, window);
  return new Connection<MembershipChangeRow>(slice, window, {
    keyOf: changeKey,
    count: () => membershipChanges.count(context.viewer, of),
  });
}
