import { Arg, Ctx, ObjectType, Query, Resolver } from "type-graphql";
import type { UserRow } from "../../store/access/queries.js";
import type { Context } from "../context.js";
import { Node } from "../shared/Node.js";
import { Owner } from "./Owner.js";

@ObjectType({
  implements: [Node, Owner],
  description: "A person or a system that tokens speak for. The name is the username.",
})
export class User {}

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, {
    nullable: true,
    description: "A user by username; null where there is none.",
  })
  async user(
    @Arg("name", () => String, { description: "The username, exactly." }) name: string,
    @Ctx() context: Context,
  ): Promise<UserRow | null> {
    return await context.load.access.userByName.load(name);
  }
}
