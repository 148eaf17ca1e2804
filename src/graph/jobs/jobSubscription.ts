import { Arg, ID, Resolver, Root, Subscription } from "type-graphql";
import type { JobRow } from "../../store/jobs/queries.js";
import type { Context } from "../context.js";
import { Job } from "./Job.js";
import { jobUpdates } from "./jobUpdates.js";

@Resolver()
export class JobSubscriptionResolver {
  @Subscription(() => Job, {
    description:
      "A job as it stands, and again whenever it has come further, until it has ended. For whoever asked " +
      "for the job, and the operator.",
    subscribe: ({ args, context }) => jobUpdates(String(args.id), context as Context),
  })
  job(
    @Arg("id", () => ID, { description: "The id that the mutation answered." }) _id: string,
    @Root() job: JobRow,
  ): JobRow {
    return job;
  }
}
