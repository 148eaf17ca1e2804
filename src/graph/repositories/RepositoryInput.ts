import { GraphQLJSONObject } from "graphql-scalars";
import { Field, InputType } from "type-graphql";

/** What may be said of a code system or collection, new or not, in the same words. */
@InputType()
export abstract class RepositoryDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: "The full name, up to 500 characters; null or blank: the same as `name`.",
  })
  readonly fullName?: string | null;

  @Field(() => String, { nullable: true, description: "What it is about, up to 5000 characters." })
  readonly description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Address of its website, up to 2000 characters.",
  })
  readonly website?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call it, up to 255 characters.",
  })
  readonly externalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The URI that FHIR resources name it by: a scheme, a colon and the rest.",
  })
  readonly canonicalUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The schema that its concepts must satisfy: `OpenMRS`; `None` or null: none.",
  })
  readonly customValidationSchema?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "Further fields, replaced whole; up to 100,000 characters of JSON, 20 deep.",
  })
  readonly extras?: Record<string, unknown> | null;
}
