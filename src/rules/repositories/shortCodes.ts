import { type Failure, fieldInvalid } from "../failure.js";
import { trimmed } from "../text.js";
import { segmentFault } from "../urlSegments.js";

/** Why a text can't be a repository's name in its owner's URLs, or nothing. */
export function shortCodeFaults(given: string | null | undefined): readonly Failure[] {
  const shortCode = trimmed(given);
  const fault =
    shortCode === null ? "A short code is required" : segmentFault("a short code", shortCode);
  return fault === null ? [] : [fieldInvalid(["shortCode"], fault)];
}
