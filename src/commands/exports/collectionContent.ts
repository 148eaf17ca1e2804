import type { CanonicalOf } from "../../rules/collections/forms/fhirInclude.js";
import type { HeaderContent } from "../../rules/collections/forms/fhirSetHeader.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import type {
  ExportedConcept,
  ExportedMapping,
  ExportedReference,
} from "../../store/collections/export.js";
import type { Piece } from "./mapContent.js";

/** A code system as a file names it, with the version that members are read from. */
export interface MemberSystem {
  readonly uri: string;
  /** `/orgs/CIEL/sources/CIEL/` */
  readonly url: string;
  /** Null: HEAD. */
  readonly version: string | null;
}

/** A member, with what its code system is called. */
export interface Member extends ExportedConcept {
  readonly system: MemberSystem;
}

/** A version of a collection that is to be written down. */
export interface CollectionContent extends HeaderContent {
  /** `/orgs/CIEL/collections/Starter/` */
  readonly url: string;
  /** When it was as it is written. */
  readonly moment: Date;
  readonly canonicalOf: CanonicalOf;
  /** Concepts that are shown, and mappings. */
  readonly total: number;
  readonly mappingTotal: number;
  /** The URL of a code system that members are of. */
  urlOf(codeSystem: number): string;
  /** The lines, in the order in which they were added; may be read several times. */
  references(): AsyncIterable<readonly ExportedReference[]>;
  /** The members, by code. */
  members(): AsyncIterable<readonly Member[]>;
  mappings(): AsyncIterable<readonly ExportedMapping[]>;
  /** The codes that a line delivers, by their code systems. */
  delivered(
    reference: ExportedReference,
  ): Promise<readonly { readonly system: MemberSystem; readonly codes: readonly string[] }[]>;
}

/**
 * Writes a version in some form: what the form can't hold is told before the first piece is read, and the
 * pieces are read once.
 */
export type CollectionWriter = (
  content: CollectionContent,
  losses: Losses,
) => Promise<AsyncIterable<Piece>>;
