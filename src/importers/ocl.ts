import type { ConceptContent } from "../rules/codeSystems/content.js";
import type {
  ReadReference,
  SetDescription,
  SetVersion,
} from "../rules/collections/forms/setContent.js";
import type { ConceptMappingContent } from "../rules/conceptMappings/content.js";

/** A source of the file, by its URL: `/orgs/CIEL/sources/CIEL/`. */
export type SourceUrl = string;

export interface OclOrganization {
  readonly kind: "ORGANIZATION";
  readonly name: string;
  readonly displayName: string | null;
  readonly website: string | null;
}

/** What a line says of a source; what it does not say is null. */
export interface OclSource {
  readonly kind: "SOURCE";
  readonly source: SourceUrl;
  readonly name: string;
  readonly fullName: string | null;
  readonly description: string | null;
  readonly sourceType: string | null;
  readonly publicAccess: "VIEW" | "EDIT" | "NONE";
  readonly defaultLocale: string;
  readonly supportedLocales: readonly string[];
  readonly canonicalUrl: string | null;
  readonly website: string | null;
  readonly externalId: string | null;
  readonly customValidationSchema: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
}

export interface OclSourceVersion {
  readonly kind: "SOURCE_VERSION";
  readonly source: SourceUrl;
  readonly label: string;
  readonly description: string | null;
  readonly released: boolean;
}

export interface OclConcept {
  readonly kind: "CONCEPT";
  readonly source: SourceUrl;
  readonly content: ConceptContent;
}

export interface OclMapping {
  readonly kind: "MAPPING";
  readonly source: SourceUrl;
  /** Null: the one with the same ends and map type, or a new one. */
  readonly mappingId: string | null;
  readonly content: ConceptMappingContent;
}

/** What a line says of a collection. */
export interface OclCollection {
  readonly kind: "COLLECTION";
  /** `/orgs/CIEL/collections/Starter/` */
  readonly collection: string;
  readonly description: SetDescription;
}

export interface OclCollectionVersion {
  readonly kind: "COLLECTION_VERSION";
  readonly collection: string;
  readonly version: SetVersion;
}

/** References that a line adds to a collection, or takes out of it. */
export interface OclReferences {
  readonly kind: "REFERENCES";
  readonly collection: string;
  readonly references: readonly ReadReference[];
  readonly isDeletion: boolean;
}

/** A line of another type than these, which is counted and left aside. */
interface OclOther {
  readonly kind: "OTHER";
  readonly type: string;
}

/** What a line of an OCL file holds; a concept may bring mappings along. */
export type OclRecord =
  | OclOrganization
  | OclSource
  | OclSourceVersion
  | OclConcept
  | OclMapping
  | OclCollection
  | OclCollectionVersion
  | OclReferences
  | OclOther;
