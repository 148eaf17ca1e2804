import { Arg, Ctx, Field, InputType, Mutation, Resolver } from "type-graphql";
import { addReferences } from "../../commands/references/addReferences.js";
import { requestReferences } from "../../commands/references/requestReferences.js";
import { collectionField } from "../collections/CollectionInput.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import {
  AddCollectionReferencesPayload,
  addedPayload,
  requestedPayload,
} from "./AddCollectionReferencesPayload.js";
import { Cascade } from "./CollectionReference.js";
import { ReferenceInput, ReferenceMode } from "./ReferenceInput.js";

@InputType({
  description:
    "References to add to HEAD of a collection: up to 10,000, of which 500 lists in all.",
})
export class AddCollectionReferencesInput {
  @Field(() => String, collectionField())
  readonly collection!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      "Relative or canonical URLs of concepts, mappings, lists of them with `?` filters, or whole " +
      "repositories.",
  })
  readonly expressions?: string[] | null;

  @Field(() => [ReferenceInput], { nullable: true, description: "The same in parts." })
  readonly references?: ReferenceInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: "The code system or collection that `*` and plain codes are of.",
  })
  readonly uri?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: "URLs of concepts; with `uri` codes, or `*` for all.",
  })
  readonly concepts?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "URLs of mappings; with `uri` ids, or `*` for all.",
  })
  readonly mappings?: string[] | null;

  @Field(() => String, { nullable: true, description: "With `*`: only what a search finds." })
  readonly searchTerm?: string | null;

  @Field(() => Cascade, {
    nullable: true,
    defaultValue: "NONE",
    description:
      "What comes along with concepts. Pinned, each is a reference of its own; else it stays with its cause.",
  })
  readonly cascade?: keyof typeof Cascade | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: all of it is kept out. What is kept out is never pinned.",
  })
  readonly exclude?: boolean | null;

  @Field(() => ReferenceMode, {
    nullable: true,
    defaultValue: "PIN",
    description: "Whether one concept or mapping without a version is pinned.",
  })
  readonly mode?: keyof typeof ReferenceMode | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "True: they are added by a job that goes on after the answer, and answers what the mutation would have. " +
      "A preview takes no notice of it.",
  })
  readonly async?: boolean | null;
}

@Resolver()
export class AddCollectionReferencesResolver {
  @Mutation(() => AddCollectionReferencesPayload, {
    description:
      "Adds references to HEAD of a collection. What can't be added is answered and keeps nothing else " +
      "out. Under the OpenMRS schema that is also a concept whose fully specified or preferred name another " +
      "member has. Needs the scope write.",
  })
  async addCollectionReferences(
    @Arg("input", () => AddCollectionReferencesInput, {
      description: "Which collection, and what to add.",
    })
    { mode, async: later, ...input }: AddCollectionReferencesInput,
    @Ctx() context: Context,
  ): Promise<AddCollectionReferencesPayload> {
    authorize(context.viewer, ["write"]);
    const request = { ...input, mode: mode ?? "PIN" };
    return later
      ? await requestedPayload(await requestReferences(context.commands, request), context)
      : await addedPayload(await addReferences(context.commands, request), context);
  }
}
