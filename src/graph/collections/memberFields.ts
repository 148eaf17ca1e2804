import { Arg, Args, type ClassType, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { isStorable, trimmed } from "../../rules/text.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import { ConceptFilter } from "../codeSystems/ConceptFilter.js";
import { ConceptOrder, orderArgument } from "../codeSystems/ConceptOrder.js";
import { ConceptMappingFilter } from "../conceptMappings/ConceptMappingFilter.js";
import type { Context } from "../context.js";
import { CollectionReference } from "../references/CollectionReference.js";
import type { ShownReference } from "../references/shownReference.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { OffsetPageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Collection } from "./Collection.js";
import { CollectionConcept } from "./CollectionConcept.js";
import { CollectionMapping, CollectionMappingConnection, mappingsIn } from "./CollectionMapping.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { CollectionConceptConnection, conceptsIn } from "./conceptsIn.js";
import { memberMappingNamed, memberNamed } from "./foundMembers.js";
import { headOf, type ShownCollectionVersion } from "./shownCollectionVersion.js";
import { type ShownConcept, type ShownMapping, stateOf } from "./shownMember.js";

const CollectionReferenceConnection = connectionOf(
  "CollectionReference",
  () => CollectionReference,
  "references of a collection, in the order in which they were added",
);

const sizes = "100 by default, at most 1000.";

/** The members and references of a version, as fields of the type `on`; `versionOf` says of which version. */
function memberFields<Shown>(
  on: () => ClassType,
  versionOf: (shown: Shown) => ShownCollectionVersion,
): ClassType {
  const placeOf = async (shown: Shown, context: Context) => {
    const version = versionOf(shown);
    return { version, state: await stateOf(version, context) };
  };

  @Resolver(on)
  class MemberFields {
    @FieldResolver(() => CollectionConcept, {
      nullable: true,
      description: "One of its concepts; null where none is meant. Several: the error AMBIGUOUS.",
    })
    async concept(
      @Root() shown: Shown,
      @Arg("id", () => String, {
        description:
          "`A15.1`, `WHO:ICD-10:A15.1`, or `WHO:ICD-10[2019]:A15.1` where its version has to be of that release.",
      })
      id: string,
      @Ctx() context: Context,
    ): Promise<ShownConcept | null> {
      const version = versionOf(shown);
      const concept = await memberNamed(version, id, context);
      return concept && { concept, version };
    }

    @FieldResolver(() => CollectionConceptConnection, {
      description: `Its concepts. ${sizes}`,
    })
    async concepts(
      @Root() shown: Shown,
      @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
      filter: ConceptFilter | null | undefined,
      @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
      @Args(() => OffsetPageArguments) page: OffsetPageArguments,
      @Ctx() context: Context,
    ) {
      return await conceptsIn(await placeOf(shown, context), { filter, orderBy, page }, context);
    }

    @FieldResolver(() => CollectionMapping, {
      nullable: true,
      description: "One of its mappings; null where it has none of that name.",
    })
    async mapping(
      @Root() shown: Shown,
      @Arg("id", () => String, { description: "The mapping's uuid." }) id: string,
      @Ctx() context: Context,
    ): Promise<ShownMapping | null> {
      const version = versionOf(shown);
      const mapping = await memberMappingNamed(version, id, context);
      return mapping && { mapping, version };
    }

    @FieldResolver(() => CollectionMappingConnection, { description: `Its mappings. ${sizes}` })
    async mappings(
      @Root() shown: Shown,
      @Arg("filter", () => ConceptMappingFilter, { nullable: true, description: "Which of them." })
      filter: ConceptMappingFilter | null | undefined,
      @Args(() => OffsetPageArguments) page: OffsetPageArguments,
      @Ctx() context: Context,
    ) {
      return await mappingsIn(await placeOf(shown, context), filter, page, context);
    }

    @FieldResolver(() => CollectionReferenceConnection, {
      description: `Its references, in the order in which they were added. ${sizes}`,
    })
    async references(
      @Root() shown: Shown,
      @Arg("q", () => String, {
        nullable: true,
        description: "Only those with this text in their expression.",
      })
      q: string | null | undefined,
      @Args(() => OffsetPageArguments) page: OffsetPageArguments,
      @Ctx() { load }: Context,
    ) {
      const version = versionOf(shown);
      const { containerId, revision } = version;
      const text = trimmed(q);
      const key = { of: { containerId, revision }, q: text && isStorable(text) ? text : null };
      const window = windowOf(page, { ...usualSizes, key: ["number"] });
      const slice = await load.collectionMembers.references.load({ ...key, window });
      const items = slice.items.map((row): ShownReference => ({ ...row, shownIn: version }));
      return new Connection<ShownReference>({ ...slice, items }, window, {
        keyOf: ({ id }) => [id],
        count: () => load.collectionMembers.referenceCount.load(key),
      });
    }

    @FieldResolver(() => Int, {
      description:
        "How many of its concepts are not retired, those too that the caller may not read.",
    })
    async activeConcepts(@Root() shown: Shown, @Ctx() context: Context): Promise<number> {
      const { state } = await placeOf(shown, context);
      return (await context.load.collectionMembers.counts.load(state)).concepts;
    }

    @FieldResolver(() => Int, {
      description:
        "How many of its mappings are not retired, those too that the caller may not read.",
    })
    async activeMappings(@Root() shown: Shown, @Ctx() context: Context): Promise<number> {
      const { state } = await placeOf(shown, context);
      return (await context.load.collectionMembers.counts.load(state)).mappings;
    }
  }
  return MemberFields;
}

export const CollectionMemberFields = memberFields<CollectionRow>(() => Collection, headOf);
export const CollectionVersionMemberFields = memberFields<ShownCollectionVersion>(
  () => CollectionVersion,
  (version) => version,
);
