import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deleteReferences } from "../../commands/references/deleteReferences.js";
import { ok } from "../../kernel/result.js";
import { Collection } from "../collections/Collection.js";
import { collectionField } from "../collections/CollectionInput.js";
import { collectionPayload } from "../collections/payloads.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { decodeNodeId } from "../shared/Node.js";
import { UserError } from "../shared/UserError.js";
import { Cascade } from "./CollectionReference.js";

@InputType({
  description:
    "References to delete from HEAD of a collection, up to 10,000: exactly one of `references`, `ids` and " +
    "`all` is given.",
})
export class DeleteCollectionReferencesInput {
  @Field(() => String, collectionField())
  readonly collection!: string;

  @Field(() => [String], {
    nullable: true,
    description: "Expressions as they are stored; `*` for all.",
  })
  readonly references?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "Opaque ids, as references have them." })
  readonly ids?: string[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "True: all of them." })
  readonly all?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "True: a concept or mapping without a version stands for the reference to it at whichever version.",
  })
  readonly matchUnversioned?: boolean | null;

  @Field(() => Cascade, {
    nullable: true,
    defaultValue: "NONE",
    description:
      "Which references go with those to single concepts: to their mappings, and to targets.",
  })
  readonly cascade?: keyof typeof Cascade | null;
}

@ObjectType({ description: "What became of one reference that was to be deleted, or went along." })
export class ReferenceDeletion {
  @Field(() => String, {
    description: "As it was stored; as it was asked for where it was not there.",
  })
  readonly expression!: string;

  @Field(() => Boolean, { description: "Whether it was deleted." })
  readonly deleted!: boolean;

  @Field(() => String, { description: "What is to be said of it." })
  readonly message!: string;
}

@ObjectType({ description: "What became of a request to delete references." })
export class DeleteCollectionReferencesPayload {
  @Field(() => [ReferenceDeletion], {
    description: "In the order in which they were named; what went along comes last.",
  })
  readonly results!: readonly object[];

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
export class DeleteCollectionReferencesResolver {
  @Mutation(() => DeleteCollectionReferencesPayload, {
    description:
      "Deletes references from HEAD of a collection. Members that others still bring in stay. Needs the " +
      "scope write.",
  })
  async deleteCollectionReferences(
    @Arg("input", () => DeleteCollectionReferencesInput, {
      description: "Which collection, and which references.",
    })
    { ids, ...input }: DeleteCollectionReferencesInput,
    @Ctx() context: Context,
  ): Promise<DeleteCollectionReferencesPayload> {
    authorize(context.viewer, ["write"]);
    const uids = ids?.map(uidOf) ?? null;
    const deleted = await deleteReferences(context.commands, { ...input, ids: uids });
    const outcome = deleted.ok ? ok({ uid: deleted.value.collection, message: null }) : deleted;
    const { collection, userErrors } = await collectionPayload(outcome, context);
    return { results: deleted.ok ? deleted.value.results : [], collection, userErrors };
  }
}

/** The UUID in the id of a reference; any other id is no reference's, and stays as it is. */
function uidOf(id: string): string {
  const [type, uid] = decodeNodeId(id) ?? [];
  return type === "CollectionReference" && typeof uid === "string" ? uid : id;
}
