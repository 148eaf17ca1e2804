import { Arg, Ctx, Field, InputType, Mutation, Resolver } from "type-graphql";
import { requestImport } from "../../commands/jobs/requestImport.js";
import type { ContentEncoding as Encoding } from "../../rules/jobs/importRequest.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ContentEncoding } from "./ContentEncoding.js";
import { ImportCodeSystemPayload } from "./ImportCodeSystemPayload.js";

@InputType({ description: "A release of a code system, as its publisher ships it." })
export class ImportCodeSystemInput {
  @Field(() => String, {
    description:
      "The code system that it goes into: its slug, its URL or its canonical URL, without a version.",
  })
  readonly codeSystem!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Label that the release gets as a version, 1 to 255 letters, digits and `-._@`. Left out: as the " +
      "content names it, which FHIR's does and others don't.",
  })
  readonly version?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The format, by its name in the documentation: `icd10cm-order`, `cvx-xml`, `fhir-code-system` …; " +
      "left out: as the content is recognised.",
  })
  readonly format?: string | null;

  @Field(() => String, {
    description:
      "The file itself, up to 10 MB; larger ones are imported by command line. An archive (`.zip`, or a " +
      "package of FHIR, `.tgz`) comes as `BASE64` and unpacks to 512 MB at most; of several code systems in " +
      "it that with the canonical URL of this one is taken.",
  })
  readonly content!: string;

  @Field(() => ContentEncoding, {
    nullable: true,
    defaultValue: "TEXT",
    description: "How the file is written into `content`.",
  })
  readonly encoding?: Encoding | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether the version is released at once.",
  })
  readonly released?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Lets in a release that is older than the newest; HEAD stays as it is.",
  })
  readonly older?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Leaves out lines that can't be read, and reports them, instead of refusing the file.",
  })
  readonly skipBadLines?: boolean | null;
}

@Resolver()
export class ImportCodeSystemResolver {
  @Mutation(() => ImportCodeSystemPayload, {
    description:
      "Imports a release as one revision and one version, all of it or nothing, in a job that goes on after " +
      "the answer. For members of the code system's owner who hold the licence that it may need. Needs the " +
      "scope write, and publish unless `released` is false.",
  })
  async importCodeSystem(
    @Arg("input", () => ImportCodeSystemInput, { description: "The release, and where it goes." })
    input: ImportCodeSystemInput,
    @Ctx() context: Context,
  ): Promise<ImportCodeSystemPayload> {
    const released = input.released ?? true;
    authorize(context.viewer, released ? ["write", "publish"] : ["write"]);
    const taken = await requestImport(context.commands, {
      ...input,
      encoding: input.encoding ?? "TEXT",
      released,
      older: input.older ?? false,
      skipBadLines: input.skipBadLines ?? false,
    });
    if (!taken.ok) {
      const userErrors = taken.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
      return { job: null, report: null, userErrors };
    }
    const job = await context.load.jobs.byId.load(taken.value.job);
    return { job, report: null, userErrors: [] };
  }
}
