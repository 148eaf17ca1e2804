import { type Failure, fieldInvalid } from "../failure.js";

/** The last moment that the database keeps. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What is wrong with the end of a licence that is to be granted: it must lie ahead. Null: no end. */
export function expiryFaults(expiresAt: Date | null, now: Date): readonly Failure[] {
  if (expiresAt === null) return [];
  const path = ["expiresAt"];
  if (expiresAt.getTime() <= now.getTime()) {
    return [fieldInvalid(path, "The licence would have ended already; expiresAt must lie ahead")];
  }
  return expiresAt.getTime() > LATEST
    ? [fieldInvalid(path, "expiresAt must lie before the year 10000")]
    : [];
}
