import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import {
  type PreviewedReference,
  previewReferences,
} from "../../commands/references/previewReferences.js";
import type { Failures } from "../../rules/failure.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import { Concept } from "../codeSystems/Concept.js";
import { ConceptMapping } from "../conceptMappings/ConceptMapping.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { badUserInput, forbidden } from "../shared/errors.js";
import { AddCollectionReferencesInput } from "./addCollectionReferences.js";

@ObjectType({ description: "What adding one reference to a collection would bring." })
export class ReferencePreview {
  @Field(() => String, {
    description: "As it would be stored; as it was asked for where it would not be added.",
  })
  readonly reference!: string;

  @Field(() => Boolean, { description: "False: it would keep out what it is to." })
  readonly include!: boolean;

  @Field(() => Int, {
    description:
      "How many concepts it is to, whoever may read them; 0 where it would not be added.",
  })
  readonly conceptCount!: number;

  @Field(() => Int, {
    description:
      "How many mappings it is to, whoever may read them; 0 where it would not be added.",
  })
  readonly mappingCount!: number;

  @Field(() => String, {
    nullable: true,
    description: "Why it would not be added; null: it would.",
  })
  readonly message!: string | null;
}

@Resolver(() => ReferencePreview)
export class ReferencePreviewResolver {
  @Query(() => [ReferencePreview], {
    description:
      "What adding references to a collection would bring, each by itself; nothing is saved. One for each " +
      "that is asked for, in the order of addCollectionReferences, and one for each that would come along. " +
      "Refused as adding them would be. Needs the scopes read and write.",
  })
  async previewReferences(
    @Arg("input", () => AddCollectionReferencesInput, {
      description: "Which collection, and what would be added.",
    })
    { mode, async: _, ...input }: AddCollectionReferencesInput,
    @Ctx() { viewer, commands }: Context,
  ): Promise<readonly PreviewedReference[]> {
    authorize(viewer, ["read", "write"]);
    const previewed = await previewReferences(commands, { ...input, mode: mode ?? "PIN" });
    if (!previewed.ok) throw refusedAs(previewed.failure);
    return previewed.value;
  }

  @FieldResolver(() => [Concept], {
    description: "The first 25 of its concepts that the caller may read, in order of code.",
  })
  async concepts(
    @Root() { concepts }: PreviewedReference,
    @Ctx() { load }: Context,
  ): Promise<readonly ConceptRow[]> {
    const rows = await load.codeSystems.conceptVersion.loadMany(concepts);
    return rows.filter((row): row is ConceptRow => row !== null && !(row instanceof Error));
  }

  @FieldResolver(() => [ConceptMapping], {
    description: "The first 25 of its mappings that the caller may read, in order of id.",
  })
  async mappings(
    @Root() { mappings }: PreviewedReference,
    @Ctx() { load }: Context,
  ): Promise<readonly ConceptMappingRow[]> {
    const rows = await load.conceptMappings.version.loadMany(mappings);
    return rows.filter((row): row is ConceptMappingRow => row !== null && !(row instanceof Error));
  }
}

function refusedAs(failures: Failures) {
  const message = failures.map((failure) => failure.message).join(" ");
  return failures.some(({ kind }) => kind === "NotPermitted")
    ? forbidden(message)
    : badUserInput(message);
}
