import { GraphQLDateTime } from "graphql-scalars";
import { Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { type Licensor as LicensorName, licences } from "../../rules/codeSystems/catalog.js";
import type { LicenceRow } from "../../store/access/licences.js";
import { Licensor } from "./Licensor.js";

@ObjectType({ description: "A licence that an organization was granted." })
export class LicenseGrant {
  @Field(() => Licensor, { description: "Whose content it opens." })
  readonly licensor!: LicensorName;

  @Field(() => GraphQLDateTime, { description: "When it was granted last, in UTC." })
  readonly grantedAt!: Date;

  @Field(() => String, { description: "User or client name of the token that granted it." })
  readonly grantedBy!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "From when on it counts as none, in UTC; null: it has no end.",
  })
  readonly expiresAt!: Date | null;
}

@Resolver(() => LicenseGrant)
export class LicenseGrantResolver {
  @FieldResolver(() => String, { description: "What the licence is called." })
  name(@Root() { licensor }: LicenceRow): string {
    return licences[licensor as LicensorName].name;
  }

  @FieldResolver(() => String, { description: "Where the licence is had." })
  url(@Root() { licensor }: LicenceRow): string {
    return licences[licensor as LicensorName].url;
  }
}
