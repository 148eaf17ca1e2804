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
import { type Licensor, licences } from "../../rules/codeSystems/catalog.js";
import type { OwnerRow } from "../../store/access/queries.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import { currentSnapshot } from "../../store/codeSystems/loaders.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import { Owner } from "../access/Owner.js";
import type { Context } from "../context.js";
import { historyOf } from "../repositories/history.js";
import { ownerOf } from "../repositories/owner.js";
import { Repository } from "../repositories/Repository.js";
import { versionsOf } from "../repositories/versions.js";
import { Audited } from "../shared/Audited.js";
import { authorizeReading } from "../shared/authorize.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments } from "../shared/PageArguments.js";
import { RevisionConnection } from "../shared/Revision.js";
import { CodeSystemConnection, codeSystemsOf } from "./CodeSystemConnection.js";
import { CodeSystemContent } from "./CodeSystemContent.js";
import { CodeSystemVersion, CodeSystemVersionConnection } from "./CodeSystemVersion.js";
import { Concept } from "./Concept.js";
import { ConceptConnection, conceptsOf } from "./ConceptConnection.js";
import { ConceptFilter } from "./ConceptFilter.js";
import { ConceptOrder, orderArgument } from "./ConceptOrder.js";
import { License } from "./License.js";
import { latestVersion, namedVersion, type ShownVersion, versionNamed } from "./shownVersion.js";
import { codeSystemNamed, codeSystemUrl } from "./urls.js";

@ObjectType({
  implements: [Node, Audited],
  description:
    "A system of codes with their meanings: OCL's source, FHIR's CodeSystem. Its fields `concept` and " +
    "`concepts` read the newest released version, HEAD while none is released.",
})
export class CodeSystem extends Repository {
  @Field(() => CodeSystemContent, { description: "Whether its codes are here." })
  readonly content!: string;

  @Field(() => String, {
    description: "Its name in crosswalks, unique over all code systems: `icd10cm`. Never changes.",
  })
  readonly slug!: string;

  @Field(() => String, { nullable: true, description: "What kind of code system it is." })
  readonly sourceType!: string | null;

  @Field(() => String, { description: "The language that displays are chosen in, a BCP 47 tag." })
  readonly defaultLocale!: string;

  @Field(() => [String], { description: "The languages that it has names in, the default first." })
  readonly supportedLocales!: string[];
}

@Resolver(() => CodeSystem)
export class CodeSystemResolver {
  @Query(() => CodeSystem, {
    nullable: true,
    description:
      "A code system by its slug, its URL or its canonical URL; null where there is none that the caller may see. " +
      "Of several of one canonical URL it is the first by slug.",
  })
  async codeSystem(
    @Arg("slug", () => String, {
      description:
        "The slug, exactly: `icd10cm`; or the URL: `/orgs/CDC/sources/ICD-10-CM/`; or the canonical URL: " +
        "`http://hl7.org/fhir/sid/icd-10-cm`.",
    })
    slug: string,
    @Ctx() context: Context,
  ): Promise<CodeSystemRow | null> {
    authorizeReading(context.viewer);
    return await codeSystemNamed(slug, context);
  }

  @Query(() => CodeSystemConnection, {
    description: "The code systems that the caller may see, in order of slug.",
  })
  async codeSystems(
    @Arg("q", () => String, { nullable: true, description: "Text in slug, short code or names." })
    q: string | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const listing = { q: q ?? null, ownerOrganization: null, ownerUser: null };
    return await codeSystemsOf(context, listing, page);
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { slug }: CodeSystemRow): string {
    return nodeId("CodeSystem", slug);
  }

  @FieldResolver(() => String, { description: "`/orgs/CDC/sources/ICD-10-CM/`" })
  url(@Root() system: CodeSystemRow): string {
    return codeSystemUrl(system);
  }

  @FieldResolver(() => Owner, { description: "The organization or user that it belongs to." })
  async owner(
    @Root() system: CodeSystemRow,
    @Ctx() context: Context,
  ): Promise<OwnerRow & { readonly __typename: string }> {
    return await ownerOf(system, context);
  }

  @FieldResolver(() => License, {
    nullable: true,
    description: "The licence that its content needs; null: it is free.",
  })
  license(@Root() { licensor, licensed }: CodeSystemRow): License | null {
    if (licensor === null) return null;
    return { licensor, ...licences[licensor as Licensor], licensedToViewer: licensed };
  }

  @FieldResolver(() => CodeSystemVersion, {
    nullable: true,
    description: "The newest released version; null while none is released.",
  })
  async latestVersion(
    @Root() system: CodeSystemRow,
    @Ctx() context: Context,
  ): Promise<ShownVersion | null> {
    return await latestVersion(system, context);
  }

  @FieldResolver(() => CodeSystemVersion, {
    nullable: true,
    description: "One of its versions; null where there is none of that name.",
  })
  async atVersion(
    @Root() system: CodeSystemRow,
    @Arg("version", () => String, {
      defaultValue: "HEAD",
      description: "`HEAD`, `latest` (the newest released) or a version's label.",
    })
    version: string,
    @Ctx() context: Context,
  ): Promise<ShownVersion | null> {
    return await versionNamed(system, version, context);
  }

  @FieldResolver(() => CodeSystemVersionConnection, {
    description:
      "Its versions, newest first; HEAD is not among them. 100 by default, at most 1000.",
  })
  async versions(
    @Root() system: CodeSystemRow,
    @Arg("released", () => Boolean, {
      nullable: true,
      description: "True: only released ones; false: only the others; left out: all.",
    })
    released: boolean | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const { containerId: id } = system;
    const listing = { released: released ?? null, processing: null };
    const shown = (row: RepositoryVersionRow) => namedVersion(system, row);
    return await versionsOf({ id, listing, shown }, page, context);
  }

  @FieldResolver(() => RevisionConnection, {
    description:
      "Who changed HEAD and when, newest first: imports, concepts, what is said of it. 100 by default, at " +
      "most 1000.",
  })
  async history(
    @Root() { containerId }: CodeSystemRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await historyOf(containerId, page, context);
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept of a code; null where it has none, or the caller lacks the licence.",
  })
  async concept(
    @Root() { slug }: CodeSystemRow,
    @Arg("code", () => String, {
      description: "The code; with or without dots where the code system says so.",
    })
    code: string,
    @Ctx() context: Context,
  ): Promise<ConceptRow | null> {
    return await context.load.codeSystems.currentConcept(slug, code);
  }

  @FieldResolver(() => ConceptConnection, {
    description: "Its concepts. 100 by default, at most 1000.",
  })
  async concepts(
    @Root() system: CodeSystemRow,
    @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
    filter: ConceptFilter | null | undefined,
    @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const { codeNormalization } = system;
    const listed = { ...currentSnapshot(system), codeNormalization };
    return await conceptsOf([listed], { filter, orderBy, page }, context);
  }
}
