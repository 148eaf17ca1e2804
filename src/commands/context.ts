import type { Viewer } from "../rules/access/viewer.js";
import type { Database } from "../store/database.js";

/** What every command is given: for whom, where, and the outside world's clock and dice. */
export interface CommandContext {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly now: () => Date;
  readonly newUuid: () => string;
}
