import { FileRefused } from "../../importers/format.js";
import { failed, ok, type Result } from "../../kernel/result.js";
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

/** Runs an import as one transaction: whatever refuses it undoes all of it. */
export async function wholeOrNothing<Report>(
  database: Database,
  work: (transaction: Transaction) => Promise<Report>,
): Promise<Result<Report, ImportRefusal>> {
  try {
    return ok(await database.write(work));
  } catch (error) {
    if (error instanceof Refused) return failed(error.refusal);
    if (error instanceof FileRefused) return failed({ message: error.message, lines: [] });
    if (error instanceof LinesRejected) {
      return failed({ message: error.message, lines: error.lines });
    }
    throw error;
  }
}
