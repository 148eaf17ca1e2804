import { Field, InputType, registerEnumType } from "type-graphql";
import type {
  FilterInput,
  ReferenceInput as Parts,
} from "../../rules/references/readReferenceInput.js";
import { Cascade, ReferenceType } from "./CollectionReference.js";

export const ReferenceMode = { PIN: "PIN", DYNAMIC: "DYNAMIC" } as const;
registerEnumType(ReferenceMode, {
  name: "ReferenceMode",
  description: "What becomes of a reference to one concept or mapping that names no version.",
  valuesConfig: {
    PIN: {
      description:
        "It is pinned to the newest version, and stays there. One of a collection becomes a reference to its " +
        "code system, in the version that the collection holds at HEAD.",
    },
    DYNAMIC: { description: "It follows: the newest released version, HEAD while there is none." },
  },
});

@InputType({ description: "A condition on the concepts or mappings of a reference." })
export class ReferenceFilterInput implements FilterInput {
  @Field(() => String, {
    description:
      "Of concepts q, code, name, conceptClass, datatype, locale, parent, child; of mappings q, mapType, " +
      "fromConcept, toConcept, fromCodeSystem, toCodeSystem; of both externalId, retired, extras.NAME.",
  })
  readonly property!: string;

  @Field(() => String, {
    defaultValue: "=",
    description:
      "One of = is-a descendent-of is-not-a regex in not-in generalizes exists, as the property has it.",
  })
  readonly op!: string;

  @Field(() => String, {
    description:
      "What for; `in` and `not-in` have commas between values, and a comma of a value is `\\,`. `exists` " +
      "and `retired` are true or false. A regular expression has to match the whole value.",
  })
  readonly value!: string;
}

@InputType({
  description: "A reference in parts, or as an expression. Up to 20 filters and 20 valuesets.",
})
export class ReferenceInput implements Parts {
  @Field(() => String, { nullable: true, description: "The whole of it, instead of its parts." })
  readonly expression?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Relative or canonical URL of a code system or collection, with or without `|version`.",
  })
  readonly system?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A label or `HEAD`; goes before a version in `system`. Left out: the newest released.",
  })
  readonly version?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the one concept, or id of the one mapping. Left out: a list.",
  })
  readonly code?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Version of the one concept or mapping: 1, 2, 3 …",
  })
  readonly resourceVersion?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Collections, by relative or canonical URLs with or without `|version`: only what is a member of " +
      "every one.",
  })
  readonly valueset?: string[] | null;

  @Field(() => [ReferenceFilterInput], {
    nullable: true,
    description: "Conditions, which hold all together.",
  })
  readonly filter?: ReferenceFilterInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "False: keep out what it is to.",
  })
  readonly include?: boolean | null;

  @Field(() => Cascade, {
    nullable: true,
    description: "What comes along. Left out: as the request has it.",
  })
  readonly cascade?: keyof typeof Cascade | null;

  @Field(() => ReferenceType, {
    nullable: true,
    defaultValue: "CONCEPTS",
    description: "What it is to.",
  })
  readonly referenceType?: keyof typeof ReferenceType | null;
}
