import { FileRefused } from "../../importers/format.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import type { Failure } from "../../rules/failure.js";
import type { ImportOption } from "../../rules/imports/optionNames.js";
import type { Database, Transaction } from "../../store/database.js";
import { LinesRejected } from "./acceptedRows.js";
import type { ImportRefusal } from "./report.js";

/** Ends the transaction of an import that is refused. */
class Refused extends Error {
  constructor(readonly refusal: ImportRefusal) {
    super(refusal.message);
  }
}

export function refused(message: string, lines: ImportRefusal["lines"] = []): Error {
  return new Refused({ message, lines });
}

/** A refusal that another value of an option mends. */
export function refusedFor(option: ImportOption, message: string): Error {
  return new Refused({ message, lines: [], option });
}

/** A refusal that is more than a field at fault. */
export function refusedWith(failure: Failure): Error {
  return new Refused({ message: failure.message, lines: [], failure });
}

/** Ends the transaction of an import that was only tried out. */
class TriedOut<Report> extends Error {
  constructor(readonly report: Report) {
    super("Nothing was kept");
  }
}

/**
 * Runs an import as one transaction: whatever refuses it undoes all of it, and so does `dryRun` when it
 * has come to its end.
 */
export async function wholeOrNothing<Report>(
  database: Database,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<Report>,
): Promise<Result<Report, ImportRefusal>> {
  try {
    const report = await database.write(async (transaction) => {
      const done = await work(transaction);
      if (dryRun) throw new TriedOut(done);
      return done;
    });
    return ok(report);
  } catch (error) {
    if (error instanceof TriedOut) return ok(error.report as Report);
    if (error instanceof Refused) return failed(error.refusal);
    if (error instanceof FileRefused) return failed({ message: error.message, lines: [] });
    if (error instanceof LinesRejected) {
      return failed({ message: error.message, lines: error.lines });
    }
    throw error;
  }
}
