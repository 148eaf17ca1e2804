import { randomUUID } from "node:crypto";
import { type ExecutionResult, graphql } from "graphql";
import { Context } from "../../src/graph/context.js";
import { buildGraph } from "../../src/graph/schema.js";
import { anonymous, type Viewer } from "../../src/rules/access/viewer.js";
import type { Database } from "../../src/store/database.js";
import { jobFeedOver } from "../../src/store/jobs/feed.js";
import { openStore } from "../../src/store/store.js";
import { FIXED_NOW } from "./clock.js";

export type Variables = Readonly<Record<string, unknown>>;

/** Asks the real graph as a caller. */
export type Ask = (
  query: string,
  more?: { readonly as?: Viewer; readonly variables?: Variables; readonly now?: Date },
) => Promise<ExecutionResult<Record<string, unknown>>>;

/** The whole graph over a database, without a server in front of it. */
export function graphOver(database: Database): Ask {
  const schema = buildGraph();
  const store = openStore(database.reads);
  const jobs = jobFeedOver(database);
  return async (source, { as = anonymous, variables = {}, now = FIXED_NOW } = {}) => {
    const world = { now: () => now, newUuid: () => randomUUID() };
    const contextValue = new Context({ viewer: as, store, database, jobs }, world);
    const result = await graphql({
      schema,
      source,
      contextValue,
      variableValues: { ...variables },
    });
    return plain(result) as ExecutionResult<Record<string, unknown>>;
  };
}

/** The answer as it goes over the wire. */
function plain(result: ExecutionResult): unknown {
  return JSON.parse(JSON.stringify(result));
}

/** What was answered where nothing may have gone wrong. */
export async function dataOf<Data = Record<string, unknown>>(
  answer: ReturnType<Ask>,
): Promise<Data> {
  const { data, errors } = await answer;
  if (errors) throw new Error(JSON.stringify(errors, null, 2));
  return data as Data;
}

/** The errors' codes and messages; a fault of our own has no code. */
export async function errorsOf(answer: ReturnType<Ask>): Promise<readonly string[]> {
  const { errors = [] } = await answer;
  return errors.map(({ message, extensions }) => `${extensions?.code ?? "-"}: ${message}`);
}
