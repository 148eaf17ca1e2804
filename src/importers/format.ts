import type { ConceptContent } from "../rules/codeSystems/content.js";
import type { PairContent } from "../rules/crosswalks/content.js";

/** A file as its publisher ships it: a name for messages and a stream of bytes, read once. */
export interface SourceFile {
  readonly name: string;
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

/** What a reader must be told, having no clock. */
export interface ReadOptions {
  /** The day, in UTC, at which a code with an end date is judged retired or not. */
  readonly asOf: Date;
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
export interface CodeSystemFormat extends Format<ConceptContent> {
  readonly kind: "CODE_SYSTEM";
  /** Slug of the code system that the publisher ships in this format. */
  readonly codeSystem: string;
}

/** A format that carries a crosswalk. */
export interface CrosswalkFormat extends Format<PairContent> {
  readonly kind: "CROSSWALK";
  readonly sourceSystem: string;
  readonly targetSystem: string;
  /** Name of the crosswalk unless the caller chooses another. */
  readonly crosswalkName: string;
}

/** Any format that can be registered. */
export type ImportFormat = CodeSystemFormat | CrosswalkFormat;

/** Thrown by readers when a file as a whole cannot be what it is taken for. Nothing is imported. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}
