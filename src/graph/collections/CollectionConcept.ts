import { Arg, Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { ReferenceRow } from "../../store/collections/references.js";
import { Concept } from "../codeSystems/Concept.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import type { Context } from "../context.js";
import { CollectionReference } from "../references/CollectionReference.js";
import { ForAll } from "../shared/forAll.js";
import { OffsetPageArguments } from "../shared/PageArguments.js";
import { CollectionMappingConnection, mappingsOfMembers } from "./CollectionMapping.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { bringersOf } from "./foundMembers.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import type { ShownConcept } from "./shownMember.js";
import { memberConceptUrl } from "./urls.js";

@ObjectType({
  description:
    "A concept as a member of a version of a collection; everything of the concept is one hop away.",
})
export class CollectionConcept {
  @Field(() => Concept, {
    description: "The concept, at the version of it that is the member.",
  })
  readonly concept!: Concept;
}

@Resolver(() => CollectionConcept)
export class CollectionConceptResolver {
  @FieldResolver(() => String, {
    description:
      "`/orgs/CIEL/collections/StarterSet/concepts/WHO:ICD-10:A15.1/`; of a named version its label stands " +
      "before `concepts`.",
  })
  async conceptReferenceUrl(
    @Root() { concept, version }: ShownConcept,
    @Ctx() context: Context,
  ): Promise<string> {
    return memberConceptUrl(version, await systemOf(concept, context), concept.code);
  }

  @FieldResolver(() => CollectionVersion, {
    description: "The version of the collection, or HEAD, that it is a member of.",
  })
  collectionVersion(@Root() { version }: ShownConcept): ShownCollectionVersion {
    return version;
  }

  @FieldResolver(() => [CollectionReference], {
    description: "The references that bring the concept in, in the order in which they were added.",
  })
  async references(
    @Root() member: ShownConcept,
    @Ctx() context: Context,
  ): Promise<readonly ReferenceRow[]> {
    return await bringersOf(member, context);
  }

  @FieldResolver(() => CollectionMappingConnection, {
    description:
      "The mappings from the concept that are members of the collection too. 100 by default, at most 1000.",
  })
  @ForAll()
  async mappings(
    @Root() members: readonly ShownConcept[],
    @Arg("includeRetired", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Whether retired mappings are listed too.",
    })
    includeRetired: boolean | null,
    @Arg("includeInverseMappings", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Whether the mappings to the concept are listed too.",
    })
    inverse: boolean | null,
    @Args(() => OffsetPageArguments) page: OffsetPageArguments,
    @Ctx() context: Context,
  ) {
    const asked = { includeRetired: includeRetired === true, inverse: inverse === true };
    return await mappingsOfMembers(members, asked, page, context);
  }
}
