import { GraphQLDateTime } from "graphql-scalars";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { AddedReferences } from "../../commands/references/addReferences.js";
import { ok } from "../../kernel/result.js";
import type { JobKindName, JobStatus as Status } from "../../rules/jobs/job.js";
import { progressOf } from "../../rules/jobs/job.js";
import type { JobRow } from "../../store/jobs/queries.js";
import type { Context } from "../context.js";
import { addedPayload } from "../references/AddCollectionReferencesPayload.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { UserError } from "../shared/UserError.js";
import { JobKind } from "./JobKind.js";
import { JobResult } from "./JobResult.js";
import { JobStatus } from "./JobStatus.js";
import { authorizeWatching, jobUuid } from "./jobAccess.js";

@ObjectType({
  implements: Node,
  description:
    "Work that goes on after the request that asked for it, and survives a restart of the server. For " +
    "whoever asked for it and the operator; kept for 30 days after it has ended.",
})
export class Job {
  @Field(() => JobKind, { description: "What it does." })
  readonly kind!: JobKindName;

  @Field(() => JobStatus, { description: "Where it is in its life." })
  readonly status!: Status;

  @Field(() => Int, {
    nullable: true,
    description:
      "How much there is to take in: of an import bytes, of an addition references. Null until that is known.",
  })
  readonly total!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "How much of it has been taken in; begins anew where the server broke off.",
  })
  readonly done!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "How it ended, in a sentence for people; null until then.",
  })
  readonly message!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was asked for, in UTC." })
  readonly createdAt!: Date;

  @Field(() => String, { description: "User or client name of the token that asked for it." })
  readonly createdBy!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was first begun, in UTC; null until then.",
  })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it ended, in UTC; null until then.",
  })
  readonly finishedAt!: Date | null;
}

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: "A job by its id; null where there is none that the caller asked for.",
  })
  async job(
    @Arg("id", () => ID, { description: "The id that the mutation answered." }) id: string,
    @Ctx() context: Context,
  ): Promise<JobRow | null> {
    authorizeWatching(context.viewer);
    const uuid = jobUuid(id);
    return uuid === null ? null : await context.load.jobs.byId.load(uuid);
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { id }: JobRow): string {
    return nodeId("Job", id);
  }

  @FieldResolver(() => Float, {
    description:
      "From 0 to 1. Up to 0.9 it tells how much has been taken in; it is 1 when the job has succeeded.",
  })
  progress(@Root() job: JobRow): number {
    return progressOf(job);
  }

  @FieldResolver(() => JobResult, {
    nullable: true,
    description: "What came of it, as the mutation would have answered; null unless it succeeded.",
  })
  async result(@Root() job: JobRow, @Ctx() context: Context): Promise<object | null> {
    return job.result && (await results[job.kind](job, job.result, context));
  }

  @FieldResolver(() => [UserError], {
    description: "Why it failed, as far as the caller can mend it; empty unless it failed so.",
  })
  userErrors(@Root() { userErrors }: JobRow): readonly object[] {
    return userErrors.map((failure) => ({ ...failure, __typename: failure.kind }));
  }
}

type ShownResult = (job: JobRow, result: object, context: Context) => Promise<object>;

/** How what came of a job is shown: as the payload of the mutation that began it. */
const results: Readonly<Record<JobKindName, ShownResult>> = {
  IMPORT_CODE_SYSTEM: async (job, report) => ({
    ...report,
    job,
    userErrors: [],
    __typename: "ImportCodeSystemPayload",
  }),
  ADD_COLLECTION_REFERENCES: async (job, added, context) => ({
    ...(await addedPayload(ok(added as AddedReferences), context)),
    job,
    __typename: "AddCollectionReferencesPayload",
  }),
};
