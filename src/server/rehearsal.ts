import { type ApolloServer, type BaseContext, HeaderMap } from "@apollo/server";
import type { Viewer } from "../rules/access/viewer.js";
import type { Database } from "../store/database.js";
import type { KnownOperations } from "./knownOperations.js";

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
  readonly database: Pick<Database, "onEveryConnection">;
  /** Finds out who shows a token, as for everybody, but for a client that there is not. */
  readonly identify: (client: string) => Promise<unknown>;
}

const REQUEST = "rehearsal";
/** On a machine that does other things too, as many times as long. */
const PATIENCE = 4;
/** Milliseconds by the clock in which everything is asked once: a database may be far away. */
const ONCE_WITHIN = 5000;

/**
 * Asks queries, so that what comes first for others is not the first for us: once on every connection, which have
 * their statements prepared and planned then, and over and over until the code that they run is compiled. Nobody
 * gets the answers.
 * @param milliseconds of processor time that asking them again may take; by the clock, four times as many
 */
export async function rehearse<Context extends BaseContext>(
  rehearsing: Rehearsing<Context>,
  queries: readonly RehearsedQuery[],
  milliseconds: number,
): Promise<void> {
  if (queries.length === 0) return;
  const last = performance.now() + ONCE_WITHIN;
  await rehearsing.database.onEveryConnection(() =>
    askAll(rehearsing, queries, { round: "rehearsal 0", isOver: () => performance.now() > last }),
  );
  const [began, used] = [performance.now(), process.cpuUsage()];
  const isOver = () => {
    const { user, system } = process.cpuUsage(used);
    return (
      user + system > milliseconds * 1000 || performance.now() - began > milliseconds * PATIENCE
    );
  };
  for (let round = 1; !isOver(); round += 1) {
    await askAll(rehearsing, queries, { round: `rehearsal ${round}`, isOver });
  }
}

/** Asks each query twice: as one that is not known, and as one that is. */
async function askAll<Context extends BaseContext>(
  { apollo, known, createContext, identify }: Rehearsing<Context>,
  queries: readonly RehearsedQuery[],
  { round, isOver }: { readonly round: string; readonly isOver: () => boolean },
): Promise<void> {
  await identify(round);
  for (const { viewer, query, variables } of queries) {
    if (isOver()) return;
    // Other words each time: what is asked first is parsed, validated and compiled.
    const sent = { query: `${query} # ${round}`, variables };
    await throughApollo(apollo, sent, createContext(viewer, REQUEST));
    await known.answer(sent, createContext(viewer, REQUEST));
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
