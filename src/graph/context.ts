import type { CommandContext } from "../commands/context.js";
import type { Viewer } from "../rules/access/viewer.js";
import type { Database } from "../store/database.js";
import { type Loaders, openLoaders, type Store } from "../store/store.js";

/** What resolvers are given: who asks, what this request has loaded, and how to change things. */
export class Context {
  readonly viewer: Viewer;
  readonly store: Store;
  readonly commands: CommandContext;
  // Not a private name of JavaScript's: Apollo hands resolvers a copy, which would not have it.
  private loaders: Loaders;

  constructor(
    { viewer, store, database }: { viewer: Viewer; store: Store; database: Database },
    { now, newUuid }: Pick<CommandContext, "now" | "newUuid">,
  ) {
    this.viewer = viewer;
    this.store = store;
    this.commands = { database, viewer, now, newUuid };
    this.loaders = openLoaders(store, viewer);
  }

  get load(): Loaders {
    return this.loaders;
  }

  /** To be called after a write: what was loaded before it is no longer true. */
  forget(): void {
    this.loaders = openLoaders(this.store, this.viewer);
  }
}
