import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { importCrosswalkContent } from "../../commands/imports/importCrosswalkContent.js";
import type { MapFormat as Format } from "../../rules/crosswalks/forms/mapFormats.js";
import type { ContentEncoding as Encoding } from "../../rules/jobs/importRequest.js";
import type { Context } from "../context.js";
import { ContentEncoding } from "../jobs/ContentEncoding.js";
import { SkippedLine } from "../jobs/ImportReport.js";
import { authorize } from "../shared/authorize.js";
import { ConversionLoss } from "../shared/ConversionLoss.js";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { CrosswalkMappingsPayload, mappingsPayload } from "./CrosswalkPayload.js";
import { MapFormat } from "./MapFormat.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "A crosswalk in one of the forms in which they come." })
export class ImportCrosswalkInput {
  @Field(() => MapFormat, { description: "The form of the content." })
  readonly format!: Format;

  @Field(() => String, {
    description:
      "The file itself, UTF-8, up to 10 MB and 10,000 pairs and no-maps; more by command line.",
  })
  readonly content!: string;

  @Field(() => ContentEncoding, {
    nullable: true,
    defaultValue: "TEXT",
    description: "How the file is written into `content`.",
  })
  readonly encoding?: Encoding | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Its name, 1 to 500 characters; left out: as the file says, which a table does not. A ConceptMap says it " +
      "by title, name or url, a set of SSSOM by title or id.",
  })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What it is about, up to 5000 characters; left out: as the file says.",
  })
  readonly description?: string | null;

  @Field(() => [CustomAttributeInput], {
    nullable: true,
    description: "Custom attributes of the crosswalk itself, laid over those of the file.",
  })
  readonly customAttributes?: CustomAttributeInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Name of the organization it is to belong to; needed only by a caller of several.",
  })
  readonly organization?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: version 1 is a draft. False: it is published at once.",
  })
  readonly draft?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Leaves out what can't be read, and reports it, instead of refusing the file.",
  })
  readonly skipBadLines?: boolean | null;
}

@ObjectType({ description: "What became of a request to import a crosswalk." })
export class ImportCrosswalkPayload extends CrosswalkMappingsPayload {
  @Field(() => [SkippedLine], {
    description: "The first 100 of the lines that could not be read and were left out.",
  })
  readonly skippedLines!: readonly object[];

  @Field(() => [String], {
    description: "Slugs of code systems that nobody knew; they take every code from now on.",
  })
  readonly registeredCodeSystems!: readonly string[];

  @Field(() => [ConversionLoss], {
    description: "What of the file a crosswalk has no place for, each kind of it once.",
  })
  readonly losses!: readonly ConversionLoss[];
}

@Resolver()
export class ImportCrosswalkResolver {
  @Mutation(() => ImportCrosswalkPayload, {
    description:
      "Creates a crosswalk of a file, with version 1, all of it or nothing. Code systems are named as the form " +
      "names them, by slug, URL or prefix; unknown ones are registered for the organization. Pairs with codes " +
      "that a code system does not have are skipped and reported, at `content` and their line. Needs the scope " +
      "write, and publish unless `draft` is true.",
  })
  async importCrosswalk(
    @Arg("input", () => ImportCrosswalkInput, {
      description: "The crosswalk, and whose it is to be.",
    })
    input: ImportCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<ImportCrosswalkPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    const result = await importCrosswalkContent(context.commands, {
      ...input,
      draft,
      encoding: input.encoding ?? "TEXT",
      skipBadLines: input.skipBadLines ?? false,
    });
    const { skippedLines, registered, losses } = result.ok ? result.value : nothing;
    return {
      ...(await mappingsPayload(result, context)),
      skippedLines: skippedLines.map(({ line, rejected }) => ({ line, reason: rejected })),
      registeredCodeSystems: registered,
      losses,
    };
  }
}

const nothing = { skippedLines: [], registered: [], losses: [] };
