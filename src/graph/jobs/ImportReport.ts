import { Field, Int, ObjectType } from "type-graphql";
import type { ImportOutcome as Outcome } from "../../commands/imports/report.js";
import { ImportOutcome } from "./ImportOutcome.js";

@ObjectType({ description: "A line of a file that could not be read, and why." })
export class SkippedLine {
  @Field(() => Int, { description: "Its number, from 1; of an XML record the line it begins on." })
  readonly line!: number;

  @Field(() => String, { description: "What is wrong with it." })
  readonly reason!: string;
}

@ObjectType({ description: "What an import of a code system did." })
export class ImportReport {
  @Field(() => ImportOutcome, { description: "Whether anything was to be done." })
  readonly outcome!: Outcome;

  @Field(() => String, { description: "Slug of the code system." })
  readonly codeSystem!: string;

  @Field(() => String, { description: "Label of the version that the release became." })
  readonly version!: string;

  @Field(() => Int, { description: "Lines or records that carried content." })
  readonly read!: number;

  @Field(() => Int, { description: "Concepts in the release." })
  readonly concepts!: number;

  @Field(() => Int, { description: "Concepts that were not there before." })
  readonly added!: number;

  @Field(() => Int, { description: "Concepts that were there and are not the same now." })
  readonly changed!: number;

  @Field(() => Int, { description: "Concepts that were there and are not in the release." })
  readonly removed!: number;

  @Field(() => Int, { description: "Concepts that are retired now and were not before." })
  readonly retired!: number;

  @Field(() => Int, { description: "Lines that could not be read and were left out." })
  readonly skipped!: number;

  @Field(() => [SkippedLine], { description: "The first 100 of the lines that were left out." })
  readonly skippedLines!: readonly object[];

  @Field(() => [String], {
    description: "What the reader had to say of the file that is no fault of a line.",
  })
  readonly notes!: readonly string[];
}
