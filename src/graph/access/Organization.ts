import { Arg, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import type { OrganizationRow } from "../../store/access/queries.js";
import type { Context } from "../context.js";
import { Node } from "../shared/Node.js";
import { Owner } from "./Owner.js";

@ObjectType({
  implements: [Node, Owner],
  description: "Owns code systems, collections and crosswalks; has members and licences.",
})
export class Organization {
  @Field(() => String, { nullable: true, description: "The name for people." })
  readonly displayName!: string | null;

  @Field(() => String, { nullable: true, description: "Address of its website." })
  readonly website!: string | null;
}

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => Organization, {
    nullable: true,
    description: "An organization by its name; null where there is none.",
  })
  async organization(
    @Arg("name", () => String, { description: "The name in URLs, exactly." }) name: string,
    @Ctx() context: Context,
  ): Promise<OrganizationRow | null> {
    return await context.load.access.organizationByName.load(name);
  }
}
