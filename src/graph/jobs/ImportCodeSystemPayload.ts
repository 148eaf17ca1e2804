import { Field, ObjectType } from "type-graphql";
import { UserError } from "../shared/UserError.js";
import { ImportReport } from "./ImportReport.js";
import { Job } from "./Job.js";

@ObjectType({
  description: "What became of a request to import a release, or of the import itself.",
})
export class ImportCodeSystemPayload {
  @Field(() => Job, {
    nullable: true,
    description: "The job that imports it; null where the request was refused.",
  })
  readonly job!: object | null;

  @Field(() => ImportReport, {
    nullable: true,
    description: "What the import did; null until the job has ended, and in the mutation's answer.",
  })
  readonly report!: ImportReport | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was taken.",
  })
  readonly userErrors!: readonly object[];
}
