import { GraphQLDateTime, GraphQLJSONObject, GraphQLUUID } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { RevisionRow } from "../../store/ledger/queries.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { authorizeReading } from "../shared/authorize.js";
import { isGiven } from "../shared/given.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments } from "../shared/PageArguments.js";
import { CodeSystem } from "./CodeSystem.js";
import { ConceptConnection, childrenOf, descendantsOf } from "./ConceptConnection.js";
import { ConceptDescription, type ShownDescription } from "./ConceptDescription.js";
import { ConceptName, type ShownName } from "./ConceptName.js";
import { conceptUuid, systemOf } from "./conceptIdentity.js";
import { versionNamed } from "./shownVersion.js";
import { codeSystemNamed, conceptUrl } from "./urls.js";

@ObjectType({
  implements: [Node, Audited],
  description:
    "A code with its meaning, at one of its versions. Parents, children and other neighbours are those of " +
    "the code-system version that it was reached through.",
})
export class Concept {
  @Field(() => String, { description: "The code in the code system's own form: `A00.0`." })
  readonly code!: string;

  @Field(() => String, {
    description:
      "The name to show: the preferred one in the code system's default locale, else any in it, else in " +
      "its supported locales in order, else English, else any preferred, else the newest.",
  })
  readonly display!: string;

  @Field(() => String, { description: "The language of `display`, a BCP 47 tag." })
  readonly displayLocale!: string;

  @Field(() => String, { description: "What kind of concept it is: Diagnosis, Vaccine …" })
  readonly conceptClass!: string;

  @Field(() => String, { description: "What values it takes; N/A where it takes none." })
  readonly datatype!: string;

  @Field(() => Boolean, {
    description: "Whether the publisher says that it is no longer to be used.",
  })
  readonly retired!: boolean;

  @Field(() => String, { nullable: true, description: "What others call this concept." })
  readonly externalId!: string | null;

  @Field(() => GraphQLJSONObject, {
    description: "The publisher's further fields: `{ billable: true }` in ICD-10-CM.",
  })
  readonly extras!: Record<string, unknown>;
}

const localeArgument = {
  nullable: true,
  description: "Only those in this language (BCP 47): `en` finds `en-GB` too. Left out: all.",
} as const;

@Resolver(() => Concept)
export class ConceptResolver {
  @Query(() => Concept, {
    nullable: true,
    description:
      "A concept by its code. Null where the code system does not have it, or the caller may not read it.",
  })
  async concept(
    @Arg("codeSystem", () => String, {
      description:
        "Slug of the code system: `icd10cm`; or its URL: `/orgs/CDC/sources/ICD-10-CM/`; or its canonical URL.",
    })
    name: string,
    @Arg("code", () => String, {
      description: "The code; with or without dots where the code system says so.",
    })
    code: string,
    @Arg("version", () => String, {
      nullable: true,
      description:
        "`HEAD`, `latest` or a version's label. Left out: the newest released version, HEAD while none is.",
    })
    version: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<ConceptRow | null> {
    authorizeReading(context.viewer);
    const system = await codeSystemNamed(name, context);
    if (!system) return null;
    const { currentConcept, meantConcept } = context.load.codeSystems;
    if (!isGiven(version)) return await currentConcept(system.slug, code);
    const at = await versionNamed(system, version, context);
    return at && (await meantConcept(at, system, code));
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { slug, code, version }: ConceptRow): string {
    return nodeId("Concept", slug, code, version);
  }

  @FieldResolver(() => GraphQLUUID, {
    description: "The same for all versions of the concept, in every installation.",
  })
  async uuid(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<string> {
    return await conceptUuid(concept, context);
  }

  @FieldResolver(() => String, {
    description: "Its number among the concept's versions: 1, 2, 3 …",
  })
  version(@Root() { version }: ConceptRow): string {
    return String(version);
  }

  @FieldResolver(() => String, {
    description: "`/orgs/CDC/sources/ICD-10-CM/concepts/A15.1/`, whatever its version.",
  })
  async url(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<string> {
    return conceptUrl(await systemOf(concept, context), concept.code);
  }

  @FieldResolver(() => String, {
    description: "`/orgs/CDC/sources/ICD-10-CM/concepts/A15.1/3/`: this version of it.",
  })
  async versionUrl(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<string> {
    return `${conceptUrl(await systemOf(concept, context), concept.code)}${concept.version}/`;
  }

  @FieldResolver(() => [ConceptName], { description: "Its names, in the publisher's order." })
  names(
    @Root() concept: ConceptRow,
    @Arg("locale", () => String, localeArgument) locale: string | null | undefined,
  ): ShownName[] {
    return inLocale(concept.names, locale).map((name) => ({ ...name, concept }));
  }

  @FieldResolver(() => [ConceptDescription], {
    description: "Its definitions, notes and comments, in the publisher's order.",
  })
  descriptions(
    @Root() concept: ConceptRow,
    @Arg("locale", () => String, localeArgument) locale: string | null | undefined,
  ): ShownDescription[] {
    return inLocale(concept.descriptions, locale).map((text) => ({ ...text, concept }));
  }

  @FieldResolver(() => CodeSystem, { description: "The code system that it is a code of." })
  async codeSystem(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<CodeSystemRow> {
    return await systemOf(concept, context);
  }

  @FieldResolver(() => [Concept], {
    description: "Its direct parents, in order of code; none at the top of the code system.",
  })
  async parents(
    @Root() { containerId, revision, code }: ConceptRow,
    @Ctx() context: Context,
  ): Promise<ConceptRow[]> {
    return await context.load.codeSystems.parents.load({ containerId, revision, code });
  }

  @FieldResolver(() => ConceptConnection, {
    description: "The concepts directly below it, in order of code.",
  })
  async children(
    @Root() concept: ConceptRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await childrenOf(concept, page, context);
  }

  @FieldResolver(() => [Concept], {
    description:
      "All that is above it, over any number of steps: each concept once, in order of code.",
  })
  async ancestors(
    @Root() { containerId, revision, code }: ConceptRow,
    @Ctx() { load }: Context,
  ): Promise<readonly ConceptRow[]> {
    return await load.codeSystems.ancestors.load({ containerId, revision, code });
  }

  @FieldResolver(() => ConceptConnection, {
    description:
      "All that is below it, over any number of steps: each concept once, in order of code. 100 by default, " +
      "at most 1000.",
  })
  async descendants(
    @Root() concept: ConceptRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await descendantsOf(concept, page, context);
  }

  @FieldResolver(() => GraphQLDateTime, { description: "When the code was first here, in UTC." })
  async createdAt(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<Date> {
    return (await revisionOf(concept, concept.firstRevision, context)).at;
  }

  @FieldResolver(() => String, { description: "Who brought the code here." })
  async createdBy(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<string> {
    return (await revisionOf(concept, concept.firstRevision, context)).by;
  }

  @FieldResolver(() => GraphQLDateTime, {
    description: "When this version of the concept was made, in UTC.",
  })
  async updatedAt(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<Date> {
    return (await revisionOf(concept, concept.fromRevision, context)).at;
  }

  @FieldResolver(() => String, { description: "Who made this version of the concept." })
  async updatedBy(@Root() concept: ConceptRow, @Ctx() context: Context): Promise<string> {
    return (await revisionOf(concept, concept.fromRevision, context)).by;
  }
}

async function revisionOf(
  { containerId }: ConceptRow,
  number: number,
  context: Context,
): Promise<RevisionRow> {
  const revision = await context.load.codeSystems.revision.load({ containerId, number });
  if (!revision) throw new Error(`Container ${containerId} has no revision ${number}`);
  return revision;
}

function inLocale<Text extends { readonly locale: string }>(
  texts: readonly Text[],
  locale: string | null | undefined,
): readonly Text[] {
  if (!isGiven(locale)) return texts;
  const wanted = locale.toLowerCase();
  return texts.filter((text) => {
    const own = text.locale.toLowerCase();
    return own === wanted || own.startsWith(`${wanted}-`);
  });
}
