import { GraphQLDateTime } from "graphql-scalars";
import { Field, InputType } from "type-graphql";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { conceptAddress } from "../../rules/conceptMappings/urls.js";
import { isStorable, trimmed } from "../../rules/text.js";
import { momentText } from "../../store/columns.js";
import type { ConceptMappingListing } from "../../store/conceptMappings/rows.js";
import { codeSystemUrl } from "../codeSystems/urls.js";
import type { Context } from "../context.js";
import { searched } from "../shared/searched.js";

@InputType({
  description: "Which mappings a list holds. Conditions that are left out hold for all.",
})
export class ConceptMappingFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "The beginning of one of the codes, part of the map type, or whole words of a name that the caller may read.",
  })
  readonly q?: string | null;

  @Field(() => [String], { nullable: true, description: "Only these map types, exactly." })
  readonly mapType?: string[] | null;

  @Field(() => String, { nullable: true, description: "Only from this concept: a URL or a code." })
  readonly fromConcept?: string | null;

  @Field(() => String, { nullable: true, description: "Only to this concept: a URL or a code." })
  readonly toConcept?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only from concepts of this code system: a slug or a URL.",
  })
  readonly fromCodeSystem?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only to concepts of this code system: a slug or a URL.",
  })
  readonly toCodeSystem?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether retired mappings are listed too.",
  })
  readonly includeRetired?: boolean | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Only those whose version is of this moment or later, in UTC.",
  })
  readonly updatedSince?: Date | null;
}

/** The filter as the store takes it: ends by all URLs that their code systems may be named by. */
export async function mappingListing(
  filter: ConceptMappingFilter | null | undefined,
  context: Context,
): Promise<ConceptMappingListing> {
  const from = await endCondition(filter?.fromConcept, filter?.fromCodeSystem, context);
  const to = await endCondition(filter?.toConcept, filter?.toCodeSystem, context);
  const since = filter?.updatedSince;
  return {
    mapTypes: filter?.mapType?.filter(isStorable) ?? null,
    fromCode: from.code,
    fromSystems: from.systems,
    toCode: to.code,
    toSystems: to.systems,
    active: filter?.includeRetired ? null : true,
    updatedSince: since ? momentText(since) : null,
    q: searched("q", filter?.q),
  };
}

interface EndCondition {
  readonly code: string | null;
  readonly systems: readonly string[] | null;
}

/** What an end must be; no system at all where none can be meant. */
async function endCondition(
  concept: string | null | undefined,
  codeSystem: string | null | undefined,
  context: Context,
): Promise<EndCondition> {
  const text = trimmed(concept);
  const name = trimmed(codeSystem);
  if ([text, name].some((given) => given !== null && !isStorable(given))) {
    return { code: null, systems: [] };
  }
  const address = text === null ? null : conceptAddress(text);
  const system = name ?? address?.system ?? null;
  const named = system === null ? null : await urlsOf(system, context);
  const same = !address || !name || named?.urls.includes(address.system);
  const code = address?.code ?? text;
  return {
    code: code === null ? null : normalizeCode(named?.normalization ?? "NONE", code),
    systems: named && (same ? named.urls : []),
  };
}

/** All URLs of a code system that is named by a slug or one of them; an unknown URL stands for itself. */
async function urlsOf(name: string, { load }: Context) {
  const { bySlug, byAnyUrl } = load.codeSystems;
  const system = (await bySlug.load(name)) ?? (await byAnyUrl.load(name));
  if (!system) return { urls: [name], normalization: "NONE" as const };
  const { canonicalUrl, codeNormalization: normalization } = system;
  return { urls: [codeSystemUrl(system), ...(canonicalUrl ? [canonicalUrl] : [])], normalization };
}
