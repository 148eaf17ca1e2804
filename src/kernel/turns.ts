/** Runs a piece of work when its turn has come. */
export type TakeTurn = <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Lets so much work be under way at once; the rest waits in the order in which it came. More at once gets nothing
 * done sooner, but makes each step of all work wait for a step of everybody else's, and holds all their memory.
 */
export function takingTurns(limit: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place that is left.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
