import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import {
  type AddedReferences,
  addReferences,
  type ReferenceOutcome,
} from "../../commands/references/addReferences.js";
import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { Collection } from "../collections/Collection.js";
import { collectionField } from "../collections/CollectionInput.js";
import { collectionPayload } from "../collections/payloads.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { UserError } from "../shared/UserError.js";
import { Cascade, CollectionReference } from "./CollectionReference.js";
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
}

@ObjectType({ description: "What became of one reference that was asked for, or came along." })
export class ReferenceResult {
  @Field(() => Boolean, { description: "Whether it was added." })
  readonly added!: boolean;

  @Field(() => String, {
    description: "As it is stored; as it was asked for where it was not added.",
  })
  readonly expression!: string;

  @Field(() => String, { description: "The first of `messages`." })
  readonly message!: string;

  @Field(() => [String], { description: "What is to be said of it; hints come last." })
  readonly messages!: readonly string[];

  @Field(() => CollectionReference, {
    nullable: true,
    description: "The reference; null where it was not added.",
  })
  readonly reference!: object | null;
}

@ObjectType({ description: "What became of a request to add references." })
export class AddCollectionReferencesPayload {
  @Field(() => [ReferenceResult], {
    description:
      "One for each that was asked for: expressions, references, concepts, mappings, each in its order; " +
      "what came along follows its cause.",
  })
  readonly results!: readonly object[];

  @Field(() => Int, { description: "How many were added." })
  readonly addedCount!: number;

  @Field(() => Int, { description: "How many were not." })
  readonly skippedCount!: number;

  @Field(() => Collection, {
    nullable: true,
    description: "The collection as it now stands; null where the request was refused.",
  })
  readonly collection!: object | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
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
    { mode, ...input }: AddCollectionReferencesInput,
    @Ctx() context: Context,
  ): Promise<AddCollectionReferencesPayload> {
    authorize(context.viewer, ["write"]);
    const added = await addReferences(context.commands, { ...input, mode: mode ?? "PIN" });
    return await addedPayload(added, context);
  }
}

async function addedPayload(
  added: Result<AddedReferences, Failures>,
  context: Context,
): Promise<AddCollectionReferencesPayload> {
  const outcome = added.ok ? ok({ uid: added.value.collection, message: null }) : added;
  const { collection, userErrors } = await collectionPayload(outcome, context);
  const results = added.ok ? added.value.results : [];
  const addedCount = results.filter((one) => one.added).length;
  return {
    results: await Promise.all(results.map((one) => shownResult(one, context))),
    addedCount,
    skippedCount: results.length - addedCount,
    collection,
    userErrors,
  };
}

async function shownResult(
  { added, expression, messages, reference }: ReferenceOutcome,
  { load }: Context,
): Promise<object> {
  const row = reference === null ? null : await load.collectionMembers.reference.load(reference);
  return { added, expression, message: messages[0], messages, reference: row };
}
