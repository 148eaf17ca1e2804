import type { ConceptContent, ReleasedConcept } from "../rules/codeSystems/content.js";
import type { HierarchyEdge } from "../rules/codeSystems/hierarchy.js";
import type { ReadReference, SetDescription } from "../rules/collections/forms/setContent.js";
import type { CustomAttribute, PairContent } from "../rules/crosswalks/content.js";
import type { Losses } from "../rules/crosswalks/forms/losses.js";
import type { SystemName } from "../rules/crosswalks/forms/systemNames.js";
import type { OclRecord } from "./ocl.js";

/** A file as its publisher ships it: a name for messages, and its bytes. */
export interface SourceFile {
  readonly name: string;
  /** Each iteration reads the file from its beginning. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * A line, or an XML record with the line it begins on, that the reader cannot use, and why. The
 * caller decides what follows. `file` is set by the formats that read several files at once.
 */
export interface RejectedLine {
  readonly line: number;
  readonly rejected: string;
  readonly file?: string;
}

/**
 * What a reader makes of one or several lines. `line` is the first of them; `lines` counts them, an
 * XML record or a line and its continuations as one, so that all `lines` add up to the rows read.
 */
export type ImportRow<Content> =
  | { readonly line: number; readonly lines: number; readonly content: Content }
  | RejectedLine;

/** Where a table holds the fields of a crosswalk, as far as its header does not say so itself. */
export interface TableLayout {
  /** Header of the column that holds a field, by the field's name. */
  readonly columns: ReadonlyMap<string, string>;
  /** What a field is in every row, by the field's name. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether quotation marks are part of the text instead of standing around it. */
  readonly unquoted: boolean;
}

/** What a reader must be told, having no clock. */
export interface ReadOptions {
  /** The day, in UTC, at which a code with an end date is judged retired or not. */
  readonly asOf: Date;
  /** The label that the release gets. */
  readonly version?: string;
  /** For tables. */
  readonly layout?: TableLayout | undefined;
  /** Takes what the caller should know and what is no fault of any line. */
  readonly note?: (text: string) => void;
}

interface Format<Content> {
  /** As given to `--format`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly title: string;
  /** Whether a file that begins like this is of the format. `head` is its first 64 KiB, decoded. */
  recognises(head: string): boolean;
  /**
   * Reads the files in one pass. Memory grows with the number of codes at most, never with the
   * text around them. Throws {@link FileRefused}: at the call, or after any number of rows.
   */
  read(files: readonly SourceFile[], options: ReadOptions): AsyncIterable<ImportRow<Content>>;
}

/** A format that carries a release of a code system. */
export type CodeSystemFormat = PublishersFormat | DescribingFormat;

/** The format of one publisher's one code system. */
export interface PublishersFormat extends Format<ReleasedConcept> {
  readonly kind: "CODE_SYSTEM";
  /** Slug of the code system that the publisher ships in this format. */
  readonly codeSystem: string;
  /**
   * Types of the mappings that releases bring along: those of the release before that are not in the next
   * one are gone. Left out: a release says nothing of mappings.
   */
  readonly mapTypes?: readonly string[];
}

/** A format in which every file says itself what code system it holds. */
export interface DescribingFormat extends Format<ConceptContent> {
  readonly kind: "CODE_SYSTEM";
  readonly codeSystem: null;
  /**
   * Reads what the files say of the code system; its rows, which `read` yields too, are read later.
   * @throws FileRefused
   */
  open(files: readonly SourceFile[]): Promise<OpenedRelease>;
}

/** A release that says what it is of. */
export interface OpenedRelease {
  readonly system: SystemDescription;
  rows(): AsyncIterable<ImportRow<ConceptContent>>;
  /** Parents of concepts that others name; complete when the rows have been read. */
  readonly laterParents: readonly HierarchyEdge[];
}

/** What a file says of the code system that it holds. Null where it does not say. */
export interface SystemDescription {
  readonly canonicalUrl: string | null;
  readonly shortCode: string | null;
  readonly name: string | null;
  readonly fullName: string | null;
  readonly description: string | null;
  readonly publisher: string | null;
  readonly defaultLocale: string;
  readonly version: string | null;
  /** `FRAGMENT`: the file holds some of the codes; `NOT_PRESENT`: none at all. */
  readonly content: "COMPLETE" | "FRAGMENT" | "NOT_PRESENT";
  /** Further fields. JSON values only. */
  readonly extras: Readonly<Record<string, unknown>>;
}

/** A format that carries a crosswalk. */
export interface CrosswalkFormat extends Format<PairContent> {
  readonly kind: "CROSSWALK";
  /** What the publisher's files map; null where every file or row says it. */
  readonly subject: CrosswalkSubject | null;
  /**
   * Of a format in which every file says itself what it is: reads that. Its rows, which `read` yields too, are
   * read later.
   * @throws FileRefused
   */
  open?(files: readonly SourceFile[], options: ReadOptions): Promise<OpenedCrosswalk>;
}

/** A crosswalk that says what it is. */
export interface OpenedCrosswalk {
  readonly description: CrosswalkDescription;
  /** What a crosswalk has no place for; complete when the rows have been read. */
  readonly losses: Losses;
  /** Whether a file of the format may hold no pair at all; left out: it is refused. */
  readonly mayBeEmpty?: boolean;
  /** The pairs; their code systems are named as the file names them. */
  rows(): AsyncIterable<ImportRow<PairContent>>;
  /** What may be meant by a name of a code system. */
  systemNamed(name: string): SystemName;
}

/** What a file says of the crosswalk that it holds. Null where it does not say. */
export interface CrosswalkDescription {
  /** That of a crosswalk which we have written ourselves. */
  readonly identifier: string | null;
  /** An attribute that crosswalks of the same origin have, whatever they are called now. */
  readonly known: CustomAttribute | null;
  readonly name: string | null;
  /** What the publisher calls this state of it. */
  readonly release: string | null;
  readonly description: string | null;
  readonly attributes: readonly CustomAttribute[];
  /** Whether an attribute of this key is the form's own: it goes where the next file does not have it. */
  owns(key: string): boolean;
}

/** What a publisher's files map, always. */
export interface CrosswalkSubject {
  readonly sourceSystem: string;
  readonly targetSystem: string;
  /** Name of the crosswalk unless the caller chooses another. */
  readonly crosswalkName: string;
}

/** A format that carries several code systems, with their owners, versions and mappings. */
export interface BundleFormat extends Format<OclRecord> {
  readonly kind: "BUNDLE";
}

/** A format that carries a collection, whose lines every file says itself. */
export interface CollectionFormat extends Format<ReadReference> {
  readonly kind: "COLLECTION";
  /**
   * Reads what a file says of the collection; its lines, which `read` yields too, are read later.
   * @throws FileRefused
   */
  open(files: readonly SourceFile[]): Promise<OpenedCollection>;
}

/** A collection that says what it is. */
export interface OpenedCollection {
  readonly description: SetDescription;
  /** Canonical URLs of the collections whose members it imports or excludes, without versions. */
  readonly reads: readonly string[];
  /** What a collection has no place for; complete when the lines have been read. */
  readonly losses: Losses;
  rows(): AsyncIterable<ImportRow<ReadReference>>;
}

/** Any format that can be registered. */
export type ImportFormat = CodeSystemFormat | CrosswalkFormat | CollectionFormat | BundleFormat;

/** Thrown by readers when a file as a whole cannot be what it is taken for. Nothing is imported. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}
