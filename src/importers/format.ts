import type { ConceptContent } from "../rules/codeSystems/content.js";
import type { PairContent } from "../rules/crosswalks/content.js";

/** A file as its publisher ships it: a name for messages and a stream of bytes, read once. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What a reader makes of one or several lines: content, or the reason why there is none. */
export type ImportRow<Content> =
  | { readonly line: number; readonly lines: number; readonly content: Content }
  | { readonly line: number; readonly rejected: string };

interface Format<Content> {
  /** As given to `--format`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly title: string;
  /** Whether a file that begins like this is of the format. `head` is its first 64 KiB, decoded. */
  recognises(head: string): boolean;
  /** Reads the files in one pass, in memory that does not grow with them. */
  read(files: readonly SourceFile[]): AsyncIterable<ImportRow<Content>>;
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

/** Thrown by readers when a file as a whole cannot be what it is taken for. Nothing is imported. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}
