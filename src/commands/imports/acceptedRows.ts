import type { ImportRow, RejectedLine } from "../../importers/format.js";

/** More rejected lines than this are counted but not listed. */
const LISTED = 100;
/** A file is given up after so many unreadable lines: it is not what it is taken for. */
const GIVEN_UP = 20;

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
}

/**
 * The content of the rows that could be read. Without `skipBad`, unreadable lines end the import when the
 * file is through, or sooner when there are many.
 * @throws LinesRejected
 */
export async function* acceptedRows<Content>(
  rows: AsyncIterable<ImportRow<Content>>,
  counts: ReadCounts,
  skipBad: boolean,
): AsyncIterable<{ readonly line: number; readonly content: Content }> {
  for await (const row of rows) {
    if ("rejected" in row) {
      counts.rejected += 1;
      if (counts.rejectedLines.length < LISTED) {
        counts.rejectedLines.push(row);
      }
      if (!skipBad && counts.rejected >= GIVEN_UP) {
        throw new LinesRejected(counts.rejectedLines, true);
      }
    } else {
      counts.lines += row.lines;
      counts.rows += 1;
      yield row;
    }
  }
  if (!skipBad && counts.rejected > 0) throw new LinesRejected(counts.rejectedLines, false);
}
