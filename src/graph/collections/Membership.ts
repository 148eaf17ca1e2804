import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { ReferenceRow } from "../../store/collections/references.js";
import type { Context } from "../context.js";
import { CollectionReference } from "../references/CollectionReference.js";
import { type MembershipRow, reasonsOf } from "./memberships.js";

@ObjectType({ description: "Whether a concept is a member of a version of a collection, and why." })
export class Membership {
  @Field(() => String, { description: "The concept as it was asked for." })
  readonly concept!: string;

  @Field(() => Boolean, {
    description: "Whether it is a member: something brings it in, and nothing keeps it out.",
  })
  readonly member!: boolean;
}

@Resolver(() => Membership)
export class MembershipResolver {
  @FieldResolver(() => [CollectionReference], { description: "The references that bring it in." })
  async because(
    @Root() membership: MembershipRow,
    @Ctx() context: Context,
  ): Promise<readonly ReferenceRow[]> {
    return await reasonsOf(membership, { include: true }, context);
  }

  @FieldResolver(() => [CollectionReference], { description: "The references that keep it out." })
  async excludedBy(
    @Root() membership: MembershipRow,
    @Ctx() context: Context,
  ): Promise<readonly ReferenceRow[]> {
    return await reasonsOf(membership, { include: false }, context);
  }
}
