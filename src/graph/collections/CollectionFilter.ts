import { GraphQLDateTime } from "graphql-scalars";
import { Field, InputType } from "type-graphql";
import type { Viewer } from "../../rules/access/viewer.js";
import { expressionForms } from "../../rules/collections/expressionForms.js";
import { localeTag } from "../../rules/repositories/locales.js";
import { ownerOfUrl } from "../../rules/repositories/urls.js";
import type { CollectionListing } from "../../store/collections/listing.js";
import { OwnerType } from "../access/OwnerType.js";
import { searched } from "../shared/searched.js";

@InputType({
  description: "Which collections a list holds. Conditions that are left out hold for all.",
})
export class CollectionFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "Words, or parts of words, that all occur in short code, name, full name or description. Case, " +
      "accents and punctuation don't matter.",
  })
  readonly q?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only collections of this type, exactly: `Value Set`.",
  })
  readonly collectionType?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only collections that are for this language, a BCP 47 tag.",
  })
  readonly locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only collections that bring something in by this reference at HEAD, as it is stored or without the " +
      "version of its concept or mapping: `/orgs/WHO/sources/ICD-10/concepts/A15.1/`.",
  })
  readonly contains?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only collections of this owner: `CIEL`, `/orgs/CIEL/` or `/users/jane/`.",
  })
  readonly owner?: string | null;

  @Field(() => OwnerType, {
    nullable: true,
    description: "Only collections of users, or of organizations.",
  })
  readonly ownerType?: "USER" | "ORGANIZATION" | null;

  @Field(() => String, {
    nullable: true,
    description: "Only collections with this schema: `OpenMRS`; `None`: those without any.",
  })
  readonly customValidationSchema?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only collections with this canonical URL, exactly.",
  })
  readonly canonicalUrl?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether deactivated collections are listed too, as far as they are one's own.",
  })
  readonly includeInactive?: boolean | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Only collections that were changed at this moment or later.",
  })
  readonly updatedSince?: Date | null;
}

/** What the filter asks for. */
type Filtered = Omit<
  CollectionListing,
  "open" | "ownerOrganization" | "ownerUser" | "ownOrganizations" | "organizationsOf"
>;

/** The filter as the store takes it. */
export function filteredBy(filter: CollectionFilter | null | undefined, viewer: Viewer): Filtered {
  const caller = viewer.user?.name ?? null;
  const text = (name: "q" | "collectionType" | "customValidationSchema" | "canonicalUrl") =>
    searched(name, filter?.[name]);
  const contains = searched("contains", filter?.contains);
  const locale = searched("locale", filter?.locale);
  return {
    q: text("q"),
    collectionType: text("collectionType"),
    locale: locale === null ? null : (localeTag(locale) ?? locale),
    contains: contains === null ? null : expressionForms(contains, caller),
    ...ownerNamed(searched("owner", filter?.owner), caller),
    ownerType: filter?.ownerType ?? null,
    customValidationSchema: text("customValidationSchema"),
    canonicalUrl: text("canonicalUrl"),
    active: filter?.includeInactive ? null : true,
    updatedSince: filter?.updatedSince ?? null,
  };
}

function ownerNamed(given: string | null, caller: string | null) {
  if (given === null) return { ownerName: null, ownerKind: null };
  if (!given.includes("/")) return { ownerName: given, ownerKind: null };
  // Nobody has no name, so that what is no owner's URL finds nothing.
  const { kind, name } = ownerOfUrl(given, caller) ?? { kind: null, name: "" };
  return { ownerName: searched("owner", name) ?? "", ownerKind: kind };
}
