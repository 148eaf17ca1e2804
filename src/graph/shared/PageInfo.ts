import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a window of a list begins and ends, and what lies beyond." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether items follow this window." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether items come before this window." })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the window's first item; null where it has none.",
  })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the window's last item; null where it has none.",
  })
  readonly endCursor!: string | null;
}
