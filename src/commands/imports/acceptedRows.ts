import type { ImportRow, RejectedLine } from "../../importers/format.js";

/** More rejected lines than this are counted but not listed. */
const LISTED = 100;
/** The same where the file is only tried out, to be mended. */
const LISTED_IN_DRY_RUN = 10_000;
/** A file is given up after so many unreadable lines: it is not what it is taken for. */
const GIVEN_UP = 20;

/** What is done about lines that can't be read. */
export interface BadLines {
  /** Leave them out instead of refusing the file. */
  readonly skipBadLines: boolean;
  /** Nothing is kept: read to the end and list them all. */
  readonly dryRun: boolean;
}

/** Lines that can't be read: all of the file's, or the first after which it was given up. */
export class LinesRejected extends Error {
  override readonly name = "LinesRejected";
  constructor(
    readonly lines: readonly RejectedLine[],
    readonly gaveUp: boolean,
  ) {
    super(
      gaveUp
        ? `The file has many lines that can't be read; the first ${lines.length} are`
        : "The file has lines that can't be read",
    );
  }
}

/** What has been read so far. */
export class ReadCounts {
  lines = 0;
  rows = 0;
  rejected = 0;
  readonly rejectedLines: RejectedLine[] = [];
  readonly notes: string[] = [];

  constructor(private readonly badLines: BadLines) {}

  reject(row: RejectedLine): void {
    const { skipBadLines, dryRun } = this.badLines;
    this.rejected += 1;
    if (this.rejectedLines.length < (dryRun ? LISTED_IN_DRY_RUN : LISTED)) {
      this.rejectedLines.push(row);
    }
    if (!skipBadLines && !dryRun && this.rejected >= GIVEN_UP) {
      throw new LinesRejected(this.rejectedLines, true);
    }
  }

  /** Rejects a line that was accepted before the rest of the file was known. */
  withdraw(row: RejectedLine): void {
    this.leaveOut();
    this.reject(row);
  }

  /** Takes a line back that was accepted, and is no mistake. */
  leaveOut(): void {
    this.lines -= 1;
    this.rows -= 1;
  }

  /** Ends the import where lines were rejected that may not be left out. */
  complete(): void {
    if (this.badLines.skipBadLines || this.rejected === 0) return;
    throw new LinesRejected(this.rejectedLines, false);
  }
}

/**
 * The content of the rows that could be read. Where they may not be left out, unreadable lines end the import
 * when the file is through, or sooner when there are many.
 * @throws LinesRejected
 */
export async function* acceptedRows<Content>(
  rows: AsyncIterable<ImportRow<Content>>,
  counts: ReadCounts,
): AsyncIterable<{ readonly line: number; readonly content: Content }> {
  for await (const row of rows) {
    if ("rejected" in row) {
      counts.reject(row);
    } else {
      counts.lines += row.lines;
      counts.rows += 1;
      yield row;
    }
  }
  counts.complete();
}
