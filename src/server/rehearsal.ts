import { setTimeout as sleep } from "node:timers/promises";
import { type ApolloServer, type BaseContext, HeaderMap } from "@apollo/server";
import type { Viewer } from "../rules/access/viewer.js";
import type { KnownOperations } from "./knownOperations.js";
import { limits } from "./limits.js";

/** A query that is asked before anybody asks. */
export interface RehearsedQuery {
  readonly viewer: Viewer;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Rehearsing<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly known: Pick<KnownOperations<Context>, "answer">;
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
}

const REQUEST = "rehearsal";
/** On a machine that does other things too, as many times as long. */
const PATIENCE = 4;

/**
 * Asks queries over and over, so that what comes first for others is not the first for us: each connection has
 * their statements then, and the code that they run is compiled. Nobody gets the answers.
 * @param milliseconds of processor time that it may take; by the clock, four times as many
 */
export async function rehearse<Context extends BaseContext>(
  { apollo, known, createContext }: Rehearsing<Context>,
  queries: readonly RehearsedQuery[],
  milliseconds: number,
): Promise<void> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  const isOver = () => {
    const { user, system } = process.cpuUsage(used);
    return (
      user + system > milliseconds * 1000 || performance.now() - began > milliseconds * PATIENCE
    );
  };
  for (let round = 0; !isOver(); round += 1) {
    for (const { viewer, query, variables } of queries) {
      const contexts = Array.from({ length: limits.queriesAtOnce }, () =>
        createContext(viewer, REQUEST),
      );
      // Other words each time: what is asked first is parsed and validated.
      const sent = { query: `${query} # ${round}`, variables };
      const [first, ...others] = contexts;
      if (first) await throughApollo(apollo, sent, first);
      // One after the other, or they would share their statements, and one connection have them.
      await Promise.all(
        others.map(async (context, at) => {
          await sleep(at);
          await known.answer(sent, context);
        }),
      );
      if (isOver()) return;
    }
  }
}

async function throughApollo<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  body: object,
  context: Context,
): Promise<void> {
  await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: "POST",
      headers: new HeaderMap([
        ["content-type", "application/json"],
        ["x-request-id", REQUEST],
      ]),
      search: "",
      body,
    },
    context: async () => context,
  });
}
