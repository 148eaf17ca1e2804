import { canonicalUuid } from "../../kernel/uuid.js";
import { isOperator } from "../../rules/access/members.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { authorizeReading } from "../shared/authorize.js";
import { decodeNodeId } from "../shared/Node.js";

/** Lets those through who may look for a job: readers, and the operator with the scope admin alone. */
export function authorizeWatching(viewer: Viewer): void {
  if (!isOperator(viewer)) authorizeReading(viewer);
}

/** What the database calls the job of an id; null where no job can have the id. */
export function jobUuid(id: string): string | null {
  const [type, uuid, ...more] = decodeNodeId(id) ?? [];
  if (type !== "Job" || typeof uuid !== "string" || more.length > 0) return null;
  return canonicalUuid(uuid) === uuid ? uuid : null;
}
