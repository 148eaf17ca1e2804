import { type Failure } from "../../rules/failure.js";
import { textFaults, trimmed } from "../../rules/text.js";

const COMMENT_LIMIT = 5000;

/** What is wrong with the comment on an edit. */
export function messageFaults(comment: string | null | undefined): readonly Failure[] {
  const field = { name: "Update comment", path: ["updateComment"], limit: COMMENT_LIMIT };
  return textFaults(trimmed(comment), field);
}
