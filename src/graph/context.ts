import type { CommandContext } from "../commands/context.js";
import type { Viewer } from "../rules/access/viewer.js";
import type { Database } from "../store/database.js";
import type { JobFeed } from "../store/jobs/feed.js";
import { Loaders, type Store } from "../store/store.js";

interface ContextParts {
  readonly viewer: Viewer;
  readonly store: Store;
  readonly database: Database;
  readonly jobs: JobFeed;
}

/** What resolvers are given: who asks, what this request has loaded, and how to change things. */
export class Context {
  readonly viewer: Viewer;
  readonly store: Store;
  readonly commands: CommandContext;
  /** Tells of changes of jobs, for those who watch them. */
  readonly jobs: JobFeed;
  // Not a private name of JavaScript's: Apollo hands resolvers a copy, which would not have it.
  private loaders: Loaders;

  constructor(
    { viewer, store, database, jobs }: ContextParts,
    { now, newUuid }: Pick<CommandContext, "now" | "newUuid">,
  ) {
    this.viewer = viewer;
    this.store = store;
    this.commands = { database, viewer, now, newUuid };
    this.jobs = jobs;
    this.loaders = new Loaders(store, viewer);
  }

  get load(): Loaders {
    return this.loaders;
  }

  /** To be called after a write: what was loaded before it is no longer true. */
  forget(): void {
    this.loaders = new Loaders(this.store, this.viewer);
  }
}
