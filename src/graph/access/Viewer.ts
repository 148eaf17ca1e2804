import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import { isSignedIn, type Viewer as ViewerData } from "../../rules/access/viewer.js";
import type { OrganizationRow, UserRow } from "../../store/access/queries.js";
import type { Context } from "../context.js";
import { Organization } from "./Organization.js";
import { User } from "./User.js";

@ObjectType({ description: "The caller, as the token and the database know them." })
export class Viewer {
  @Field(() => String, { nullable: true, description: "The client that the token was issued to." })
  readonly client!: string | null;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: "The caller; null without a token." })
  viewer(@Ctx() { viewer }: Context): ViewerData | null {
    return isSignedIn(viewer) ? viewer : null;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "The user that the token speaks for; null where it speaks for a client alone.",
  })
  async user(@Root() viewer: ViewerData, @Ctx() context: Context): Promise<UserRow | null> {
    return viewer.user && (await context.load.access.userByName.load(viewer.user.name));
  }

  @FieldResolver(() => [Organization], {
    description: "The organizations that the caller is a member of, in order of name.",
  })
  async organizations(
    @Root() viewer: ViewerData,
    @Ctx() context: Context,
  ): Promise<OrganizationRow[]> {
    const { organizationById } = context.load.access;
    const rows = await Promise.all(viewer.organizations.map(({ id }) => organizationById.load(id)));
    return rows.filter((row) => row !== null);
  }

  @FieldResolver(() => [String], {
    description: "What the token allows: any of read, write, publish, admin.",
  })
  scopes(@Root() { scopes }: ViewerData): string[] {
    return [...scopes];
  }
}
