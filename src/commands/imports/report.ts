import type { RejectedLine } from "../../importers/format.js";
import type { Loss } from "../../rules/crosswalks/forms/losses.js";
import type { Failure } from "../../rules/failure.js";
import type { ImportOption } from "../../rules/imports/optionNames.js";
import type { UnknownPair } from "../../store/crosswalks/bulk.js";

/** Why nothing was imported: one sentence, and the lines that it is about where there are any. */
export interface ImportRefusal {
  readonly message: string;
  readonly lines: readonly RejectedLine[];
  /** What the caller says otherwise to mend it; left out: the file. */
  readonly option?: ImportOption;
  /** The same as data, where it is more than a field at fault. */
  readonly failure?: Failure;
}

/**
 * What an import did. `UNCHANGED`: everything was here already; `RELABELLED`: under another label;
 * `REGISTERED`: the code system is known now, without content.
 */
export type ImportOutcome = "IMPORTED" | "UNCHANGED" | "RELABELLED" | "REGISTERED";

interface Report {
  readonly outcome: ImportOutcome;
  /** Lines that carried content, those included that were merged into others. */
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Lines that were skipped because the caller said so; the first of them are listed. */
  readonly skipped: number;
  readonly skippedLines: readonly RejectedLine[];
  /** What the reader had to say that is no fault of a line. */
  readonly notes: readonly string[];
}

export interface CodeSystemReport extends Report {
  readonly codeSystem: string;
  readonly version: string;
  /** Concepts that were not retired before, or not there, and are retired now. */
  readonly retired: number;
  /** Concepts in the release. */
  readonly concepts: number;
}

export interface CrosswalkReport extends Report {
  readonly crosswalk: string;
  readonly identifier: string;
  readonly version: number;
  readonly pairs: number;
  readonly noMaps: number;
  /** Lines that repeat a pair, merged into it. */
  readonly repeats: number;
  /** Codes, distinct, that a code system whose content is here does not have. */
  readonly unknownCodes: readonly { readonly codeSystem: string; readonly codes: number }[];
  /** Code systems that nobody knew; they take every code from now on. */
  readonly registered: readonly string[];
  /** Pairs and no-maps that were left out because of such a code. */
  readonly leftOut: number;
  /** Pairs and no-maps that were left out so, where the caller wants to know each of them. */
  readonly unknownPairs: readonly UnknownPair[];
  /** What of the file a crosswalk has no place for. */
  readonly losses: readonly Loss[];
}

export interface CollectionReport extends Report {
  /** URL. */
  readonly collection: string;
  /** Null: the file names none, HEAD alone was written. */
  readonly version: string | null;
  /** Whether it was not here before. */
  readonly registered: boolean;
  /** Lines of the collection. */
  readonly references: number;
  /** Lines of the file that say what another says. */
  readonly repeats: number;
  /** Code systems and collections that lines name and that are not here, or have no content, by their URLs. */
  readonly missing: readonly { readonly name: string; readonly references: number }[];
  /** Codes, distinct, that a code system that is here does not have. */
  readonly unknownCodes: readonly { readonly codeSystem: string; readonly codes: number }[];
  /** What of the file a collection has no place for. */
  readonly losses: readonly Loss[];
}

/** What became of one collection of a file that holds several. */
export interface BundleCollectionReport
  extends Pick<
    CollectionReport,
    "collection" | "registered" | "missing" | "unknownCodes" | "losses"
  > {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Labels of the versions that were made. */
  readonly versions: readonly string[];
}

/** What became of one code system of a file that holds several. */
export interface SourceReport {
  readonly codeSystem: string;
  readonly url: string;
  /** Whether it was not here before. */
  readonly registered: boolean;
  readonly added: number;
  readonly changed: number;
  readonly retired: number;
  readonly mappingsAdded: number;
  readonly mappingsChanged: number;
  /** Labels of the versions that were made. */
  readonly versions: readonly string[];
}

/** What an import of a file of several code systems did. */
export interface BundleReport {
  readonly collections: readonly BundleCollectionReport[];
  readonly sources: readonly SourceReport[];
  /** Names of the organizations that the file has lines of. */
  readonly organizations: readonly string[];
  /** Lines that were left aside, by their type. */
  readonly leftAside: Readonly<Record<string, number>>;
  readonly read: number;
  readonly skipped: number;
  readonly skippedLines: readonly RejectedLine[];
  readonly notes: readonly string[];
}
