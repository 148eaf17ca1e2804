import { GraphQLDateTime } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { isStatic } from "../../rules/references/identity.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import { translationOf } from "../../rules/references/translation.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import { ConceptFilter } from "../codeSystems/ConceptFilter.js";
import { ConceptOrder, orderArgument } from "../codeSystems/ConceptOrder.js";
import { CollectionMappingConnection, mappingsIn } from "../collections/CollectionMapping.js";
import { CollectionConceptConnection, conceptsIn } from "../collections/conceptsIn.js";
import { ConceptMappingFilter } from "../conceptMappings/ConceptMappingFilter.js";
import type { Context } from "../context.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { OffsetPageArguments } from "../shared/PageArguments.js";
import { ReferenceFilter } from "./ReferenceFilter.js";
import { isResolved, placeOf } from "./shownReference.js";

export const ReferenceType = { CONCEPTS: "CONCEPTS", MAPPINGS: "MAPPINGS", ALL: "ALL" } as const;
registerEnumType(ReferenceType, {
  name: "ReferenceType",
  description: "What a reference is to.",
  valuesConfig: {
    CONCEPTS: { description: "Concepts; with a cascade their mappings as well." },
    MAPPINGS: { description: "Mappings alone." },
    ALL: { description: "Both: a whole code system or collection." },
  },
});

export const Cascade = {
  NONE: "NONE",
  SOURCE_MAPPINGS: "SOURCE_MAPPINGS",
  SOURCE_TO_CONCEPTS: "SOURCE_TO_CONCEPTS",
} as const;
registerEnumType(Cascade, {
  name: "Cascade",
  description: "What comes along with the concepts of a reference.",
  valuesConfig: {
    NONE: { description: "Nothing." },
    SOURCE_MAPPINGS: { description: "Their mappings, of the code system of the concepts." },
    SOURCE_TO_CONCEPTS: {
      description: "Those mappings, and the concepts of the same code system that they lead to.",
    },
  },
});

@ObjectType({
  implements: [Node],
  description: "A line of a collection that brings members in, or keeps them out.",
})
export class CollectionReference {
  @Field(() => String, { description: "As it is stored; what it is deleted by." })
  readonly expression!: string;

  @Field(() => Boolean, { description: "False: it keeps out what it is to." })
  readonly include!: boolean;

  @Field(() => GraphQLDateTime, { description: "When it was added, in UTC." })
  readonly createdAt!: Date;

  @Field(() => String, { description: "Name of the user or client that added it." })
  readonly createdBy!: string;
}

@Resolver(() => CollectionReference)
export class CollectionReferenceResolver {
  @FieldResolver(() => ID, idField)
  id(@Root() { uid }: ReferenceRow): string {
    return nodeId("CollectionReference", uid);
  }

  @FieldResolver(() => ReferenceType, { description: "Whether it is to concepts or to mappings." })
  referenceType(@Root() { definition }: ReferenceRow): string {
    return definition.referenceType;
  }

  @FieldResolver(() => Boolean, {
    description: "Whether it brings in the same for ever, whatever becomes of what it reads.",
  })
  static(@Root() { definition }: ReferenceRow): boolean {
    return isStatic(definition);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether what it names is there: the code system or collection, and the single concept.",
  })
  async resolved(@Root() reference: ReferenceRow, @Ctx() context: Context): Promise<boolean> {
    return await isResolved(reference, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The code system that it reads, by its relative or canonical URL; null: none alone.",
  })
  system(@Root() { definition: { system } }: ReferenceRow): string | null {
    return system && namedRepositoryText({ ...system, version: null });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The version of the code system that it names; null: whichever is newest.",
  })
  version(@Root() { definition: { system } }: ReferenceRow): string | null {
    return system?.version ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Code of the single concept, or id of the single mapping; null: it is to a list.",
  })
  code(@Root() { definition }: ReferenceRow): string | null {
    return definition.code;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The version of the single concept or mapping that it is pinned to; null: it follows.",
  })
  resourceVersion(@Root() { definition }: ReferenceRow): string | null {
    return definition.resourceVersion;
  }

  @FieldResolver(() => [String], {
    description:
      "Collections by their URLs: only what is a member of all of them is meant; where there is no system, " +
      "members of the first.",
  })
  valueset(@Root() { definition: { valuesets } }: ReferenceRow): readonly string[] {
    return valuesets.map(namedRepositoryText);
  }

  @FieldResolver(() => [ReferenceFilter], {
    description: "Conditions on the concepts or mappings; all of them hold.",
  })
  filter(@Root() { definition: { filters } }: ReferenceRow): readonly ReferenceFilter[] {
    return filters;
  }

  @FieldResolver(() => Cascade, { description: "What comes along with its concepts." })
  cascade(@Root() { definition }: ReferenceRow): string {
    return definition.cascade;
  }

  @FieldResolver(() => String, { description: "What it brings in, as a sentence." })
  translation(@Root() { definition }: ReferenceRow): string {
    return translationOf(definition);
  }

  @FieldResolver(() => CollectionConceptConnection, {
    description:
      "The concepts that it alone brings in, or would bring in where it keeps out. 100 by default, at most 1000.",
  })
  async concepts(
    @Root() reference: ReferenceRow,
    @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
    filter: ConceptFilter | null | undefined,
    @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
    @Args(() => OffsetPageArguments) page: OffsetPageArguments,
    @Ctx() context: Context,
  ) {
    const place = await placeOf(reference, context);
    return await conceptsIn(place, { filter, orderBy, page }, context);
  }

  @FieldResolver(() => CollectionMappingConnection, {
    description: "The mappings that it alone brings in. 100 by default, at most 1000.",
  })
  async mappings(
    @Root() reference: ReferenceRow,
    @Arg("filter", () => ConceptMappingFilter, { nullable: true, description: "Which of them." })
    filter: ConceptMappingFilter | null | undefined,
    @Args(() => OffsetPageArguments) page: OffsetPageArguments,
    @Ctx() context: Context,
  ) {
    return await mappingsIn(await placeOf(reference, context), filter, page, context);
  }
}
