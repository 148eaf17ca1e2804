import type { Failure } from "../failure.js";
import { textFaults, trimmed } from "../text.js";

/** What a change is for, in characters. The schema's descriptions say it too. */
const COMMENT_LIMIT = 5000;

/** Why a comment can't go into the history, or nothing. */
export function commentFaults(comment: string | null | undefined): readonly Failure[] {
  const path = ["updateComment"];
  return textFaults(trimmed(comment), { name: "updateComment", path, limit: COMMENT_LIMIT });
}
