import { GraphQLJSONObject } from "graphql-scalars";
import { Field, ObjectType } from "type-graphql";
import { PublicAccess } from "../shared/PublicAccess.js";

/** What code systems and collections say of themselves alike. */
@ObjectType()
export abstract class Repository {
  @Field(() => String, {
    description: "Its name in URLs, unique among its owner's code systems and collections.",
  })
  readonly shortCode!: string;

  @Field(() => String, { description: "The name that people use." })
  readonly name!: string;

  @Field(() => String, { description: "The full name; the same as `name` where none was given." })
  readonly fullName!: string;

  @Field(() => String, { nullable: true, description: "What it is about." })
  readonly description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The URI that FHIR resources name it by; null where it has none.",
  })
  readonly canonicalUrl!: string | null;

  @Field(() => PublicAccess, { description: "What others than its owner may do." })
  readonly publicAccess!: string;

  @Field(() => String, { nullable: true, description: "What others call it." })
  readonly externalId!: string | null;

  @Field(() => GraphQLJSONObject, { description: "Further fields." })
  readonly extras!: Record<string, unknown>;

  @Field(() => String, {
    nullable: true,
    description: "The schema that its concepts must satisfy: OpenMRS, or null.",
  })
  readonly customValidationSchema!: string | null;

  @Field(() => String, { nullable: true, description: "Address of its website." })
  readonly website!: string | null;
}
