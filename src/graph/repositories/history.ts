import type { Context } from "../context.js";
import { Connection } from "../shared/connections.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";

/** Who changed a code system or collection and when, newest first. */
export async function historyOf(id: number, page: PageArguments, { load }: Context) {
  const window = windowOf(page, { ...usualSizes, key: ["number"] });
  return new Connection(await load.repositories.history.load({ id, window }), window, {
    keyOf: ({ number }) => [number],
    count: () => load.repositories.historyCount.load(id),
  });
}
