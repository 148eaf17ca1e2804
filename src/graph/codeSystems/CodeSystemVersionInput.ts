import { Field, InputType } from "type-graphql";
import { ChangedVersionInput, NewVersionInput } from "../repositories/VersionInput.js";

const codeSystemField = {
  description: "Which code system: its slug, its URL or its canonical URL, without a version.",
} as const;

@InputType({ description: "A name for what HEAD of a code system is now." })
export class CreateCodeSystemVersionInput extends NewVersionInput {
  @Field(() => String, codeSystemField)
  readonly codeSystem!: string;
}

@InputType({
  description:
    "What to change of a version. Left out: as it was; null or blank: none. What it holds never changes.",
})
export class EditCodeSystemVersionInput extends ChangedVersionInput {
  @Field(() => String, codeSystemField)
  readonly codeSystem!: string;
}
