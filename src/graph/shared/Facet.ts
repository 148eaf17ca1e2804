import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A value that occurs in a list." })
export class FacetValue {
  @Field(() => String, { description: "The value itself." })
  readonly value!: string;

  @Field(() => Int, { description: "How many items of the list have it." })
  readonly count!: number;
}

@ObjectType({
  description:
    "The values that a field has over a whole list, not only over one window of it. The list's filters " +
    "hold, all but the one on this field.",
})
export class Facet {
  @Field(() => String, { description: "The field that is counted by." })
  readonly field!: string;

  @Field(() => [FacetValue], { description: "Its values, the most frequent first, then by value." })
  readonly values!: readonly FacetValue[];
}

/** The values of a field over things that are at hand, the most frequent first. */
export function countedValues(values: readonly string[]): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
