import type { Database, Transaction } from "./database.js";

class Rehearsed<Outcome> extends Error {
  constructor(readonly outcome: Outcome) {
    super("Rehearsed");
  }
}

/** What a write would answer. All of it is taken back, and no one is told of it. */
export async function rehearse<Outcome>(
  database: Database,
  work: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await database.write<never>(async (transaction) => {
      throw new Rehearsed(await work(transaction));
    });
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return (thrown as Rehearsed<Outcome>).outcome;
    throw thrown;
  }
}
