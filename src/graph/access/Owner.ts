import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InterfaceType,
  Resolver,
  Root,
} from "type-graphql";
import type { OwnerRow } from "../../store/access/queries.js";
import { CodeSystemConnection, codeSystemsOf } from "../codeSystems/CodeSystemConnection.js";
import type { Context } from "../context.js";
import { idField, nodeId } from "../shared/Node.js";
import { PageArguments } from "../shared/PageArguments.js";

@InterfaceType({ description: "An organization or a user; owns code systems and collections." })
export abstract class Owner {
  @Field(() => ID, idField)
  readonly id!: string;

  @Field(() => String, { description: "The name in URLs: `CIEL` in `/orgs/CIEL/`." })
  readonly name!: string;

  @Field(() => String, { description: "`/orgs/CIEL/` or `/users/jane/`." })
  readonly url!: string;
}

/** What both kinds of owner answer alike. */
@Resolver(() => Owner)
export class OwnerResolver {
  @FieldResolver()
  id(@Root() owner: OwnerRow): string {
    return nodeId(ownerType(owner), owner.name);
  }

  @FieldResolver()
  url(@Root() { kind, name }: OwnerRow): string {
    return kind === "USER" ? `/users/${name}/` : `/orgs/${name}/`;
  }

  @FieldResolver(() => CodeSystemConnection, {
    description:
      "Its code systems that the caller may see, in order of slug. 100 by default, at most 1000.",
  })
  async codeSystems(
    @Root() { kind, id }: OwnerRow,
    @Arg("q", () => String, { nullable: true, description: "Text in slug, short code or names." })
    q: string | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const owner =
      kind === "USER"
        ? { ownerOrganization: null, ownerUser: id }
        : { ownerOrganization: id, ownerUser: null };
    return await codeSystemsOf(context, { q: q ?? null, ...owner }, page);
  }
}

export function ownerType({ kind }: OwnerRow): "Organization" | "User" {
  return kind === "USER" ? "User" : "Organization";
}
