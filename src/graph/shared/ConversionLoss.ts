import { Field, Int, ObjectType, registerEnumType } from "type-graphql";

const ConversionLossKind = {
  LEFT_OUT: "LEFT_OUT",
  REPLACED: "REPLACED",
  AS_EXTENSION: "AS_EXTENSION",
} as const;

registerEnumType(ConversionLossKind, {
  name: "ConversionLossKind",
  description: "What became of something that a form has no place for.",
  valuesConfig: {
    LEFT_OUT: { description: "It is not in the result." },
    REPLACED: { description: "The nearest that the form has stands in its place." },
    AS_EXTENSION: {
      description:
        "It is there whole, as an extension of our own, which other programs pass over and our import reads.",
    },
  },
});

@ObjectType({
  description:
    "Something that could not be held as it is when a crosswalk or collection was brought into another form.",
})
export class ConversionLoss {
  @Field(() => ConversionLossKind, { description: "What became of it." })
  readonly kind!: string;

  @Field(() => String, {
    description:
      "Which part of the form, or which attribute: `group.element.extension`, `comment`.",
  })
  readonly element!: string;

  @Field(() => String, { description: "Why, in a sentence for people." })
  readonly message!: string;

  @Field(() => Int, { description: "How often it was met." })
  readonly count!: number;

  @Field(() => [String], {
    description:
      "Where it was first met: paths of a file, or pairs; at most 5, none where it is the whole.",
  })
  readonly examples!: readonly string[];
}
