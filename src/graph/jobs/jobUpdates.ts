import { hasEnded } from "../../rules/jobs/job.js";
import type { JobWatch } from "../../store/jobs/feed.js";
import type { JobRow } from "../../store/jobs/queries.js";
import type { Context } from "../context.js";
import { badUserInput } from "../shared/errors.js";
import { authorizeWatching, jobUuid } from "./jobAccess.js";

type Updates = AsyncIterableIterator<JobRow, undefined, undefined>;

/**
 * A job as it stands, and again whenever it has changed, until it has ended.
 * @throws BAD_USER_INPUT where there is no such job that the viewer may see
 */
export async function jobUpdates(id: string, context: Context): Promise<Updates> {
  authorizeWatching(context.viewer);
  const uuid = jobUuid(id);
  const none = badUserInput(`There is no job ${id}.`);
  if (uuid === null) throw none;
  // Watched before it is read: what happens in between is not missed.
  const watch = context.jobs.watch(uuid);
  const read = () => {
    context.forget();
    return context.load.jobs.byId.load(uuid);
  };
  try {
    const first = await read();
    if (!first) throw none;
    return closing(updates(first, read, watch), watch);
  } catch (error) {
    watch.close();
    throw error;
  }
}

async function* updates(
  first: JobRow,
  read: () => Promise<JobRow | null>,
  watch: JobWatch,
): AsyncGenerator<JobRow, undefined, undefined> {
  try {
    yield first;
    let last = first;
    while (!hasEnded(last.status) && (await watch.changed())) {
      const now = await read();
      if (!now) return;
      if (JSON.stringify(now) !== JSON.stringify(last)) yield now;
      last = now;
    }
  } finally {
    watch.close();
  }
}

/** A generator that waits can't be told to end: the watch it waits for is closed first. */
function closing(
  generator: AsyncGenerator<JobRow, undefined, undefined>,
  watch: JobWatch,
): Updates {
  const updates: Updates = {
    next: () => generator.next(),
    return: () => {
      watch.close();
      return generator.return(undefined);
    },
    throw: (error) => {
      watch.close();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]: () => updates,
  };
  return updates;
}
