import { randomBytes } from "node:crypto";
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { GraphQLSchema } from "graphql";
import type { Viewer } from "../rules/access/viewer.js";
import { clientQueries } from "../store/access/clients.js";
import type { Database } from "../store/database.js";
import { settleFact } from "../store/installation/facts.js";
import { AnswerMemory } from "./answerMemory.js";
import { createApollo } from "./apollo.js";
import { databaseAuthenticator } from "./auth.js";
import type { Config } from "./config.js";
import { EventStreams } from "./eventStreams.js";
import type { Route, Routes } from "./exchange.js";
import { graphiqlRoutes } from "./graphiql.js";
import { graphRoute } from "./graphqlRoute.js";
import { serveRequest } from "./http.js";
import { knownOperations } from "./knownOperations.js";
import { type Listener, listen } from "./listener.js";
import type { Log } from "./log.js";
import { issuedElsewhere, issueFullToken, tokenRoute } from "./oauth.js";
import { type IdentityProvider, openProvider } from "./oidc/provider.js";
import { type RehearsedQuery, rehearse } from "./rehearsal.js";
import { missingRoute, type Phase, standingRoutes, startingRoute } from "./standingRoutes.js";
import { tokenSources } from "./tokenSources.js";
import { createTokens, type Tokens } from "./tokens.js";
import { trialClientRecords } from "./trialClients.js";
import { openWebSockets } from "./webSockets.js";

/** What the server serves once the database is there. */
export interface ServedGraph<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  /** What the resolvers of one operation are given. */
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
  readonly database: Database;
  /** The query that stands in GraphiQL at first. */
  readonly exampleQuery: string;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
}

/** What is known once the graph is served. */
export interface Serving {
  /** Makes an access token of the trial's demo client; null where there is no trial. */
  readonly issueDemoToken: (() => Promise<string>) | null;
  /** Asks queries for nobody, for so many milliseconds of the processor, so that others are answered sooner. */
  rehearse(queries: readonly RehearsedQuery[], milliseconds: number): Promise<void>;
}

/** A server whose port is open. */
export interface RunningServer {
  readonly port: number;
  readonly url: string;
  /** Begins to answer `/graphql`, `/graphiql` and `/oauth/token`. The database must be migrated. */
  serve<Context extends BaseContext>(graph: ServedGraph<Context>): Promise<Serving>;
  /** `/readyz` says so from now on. */
  ready(): void;
  /**
   * Finishes what is under way, at most for `seconds`, and closes the port. The database stays
   * open: it is closed by whoever opened it.
   */
  stop(seconds?: number): Promise<void>;
}

const STOP_SECONDS = 10;

/**
 * Opens the port, so that it is known early whether it can be had. Until `serve` the server answers
 * for its health, and everything else with 503.
 * @throws ListenRefused
 * @throws Error where the identity provider is another than was configured
 */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const provider = config.oidc === null ? null : await openProvider(config.oidc, { log });
  let phase: Phase = "starting";
  let stopped: Promise<void> | null = null;
  let served: Stoppable | null = null;
  const standing = standingRoutes(() => phase);
  let routes = standing;
  let otherwise = startingRoute;
  const service = {
    routes: () => routes,
    otherwise: () => otherwise,
    draining: () => phase === "stopping",
    corsOrigins: config.corsOrigins,
    log,
  };
  const listener: Listener = await listen((request, response) => {
    void serveRequest(service, request, response);
  }, config);
  return {
    port: listener.port,
    url: listener.url,
    serve: async (graph) => {
      const opened = await openGraph(config, { log, provider }, graph);
      served = opened;
      routes = new Map([...standing, ...opened.routes]);
      otherwise = missingRoute;
      listener.onUpgrade(opened.sockets.upgrade);
      const { issueDemoToken, rehearse } = opened;
      return { issueDemoToken, rehearse };
    },
    ready: () => {
      if (phase === "starting") phase = "ready";
    },
    stop: (seconds = STOP_SECONDS) => {
      phase = "stopping";
      stopped ??= drain(listener, served, seconds);
      return stopped;
    },
  };
}

/** What has to be told that the server stops. */
interface Stoppable {
  readonly apollo: { stop(): Promise<void> };
  readonly events: { close(): void };
  readonly sockets: { close(): Promise<void> };
}

/** Ends what would go on for ever, lets requests finish, and stops. */
async function drain(listener: Listener, served: Stoppable | null, seconds: number): Promise<void> {
  const drained = listener.drain(seconds);
  served?.events.close();
  await Promise.all([drained, served?.sockets.close()]);
  await served?.apollo.stop();
}

async function openGraph<Context extends BaseContext>(
  config: Config,
  { log, provider }: { readonly log: Log; readonly provider: IdentityProvider | null },
  { schema, createContext, database, exampleQuery, plugins = [] }: ServedGraph<Context>,
) {
  const known = knownOperations<Context>(schema);
  const apollo = createApollo(schema, {
    production: config.production,
    log,
    plugins: [...plugins, known.plugin],
  });
  await apollo.start();
  const tokens = await ownTokens(config, database);
  const authenticator = await databaseAuthenticator(database, tokenSources(tokens, provider));
  const identify = async (client: string) => {
    if (!tokens) return;
    const nobody = { client, user: client, organizations: [], scopes: new Set<never>() };
    const token = await tokens.issue({ ...nobody, audience: null });
    await authenticator.authenticate(`Bearer ${token}`);
  };
  const trialClients = config.trial ? await trialClientRecords() : new Map();
  const clients = clientQueries(database.reads);
  const findClient = async (id: string) => trialClients.get(id) ?? clients.find(id);
  const demo = trialClients.get("demo");
  const issueDemoToken = demo && tokens ? () => issueFullToken(tokens, demo) : null;
  const { bodyLimit, corsOrigins, production } = config;
  const streamed = { schema, production, createContext, log };
  const events = new EventStreams(streamed, corsOrigins);
  const paths = new Set(["/graphql", "/graphql/stream"]);
  const sockets = openWebSockets({ graph: streamed, authenticator, corsOrigins, paths });
  const memory = new AnswerMemory(database.snapshot);
  const asked = { apollo, known, memory, authenticator, createContext, events, bodyLimit };
  const route = graphRoute(asked);
  const routes: Routes = new Map([
    ...[...paths].map((path): [string, Route] => [path, route]),
    [
      "/oauth/token",
      tokens ? tokenRoute({ tokens, findClient }) : issuedElsewhere(authenticator.tokensFrom),
    ],
    ...graphiqlRoutes({ exampleQuery, issueToken: issueDemoToken }),
  ]);
  return {
    ...{ apollo, routes, events, sockets, issueDemoToken },
    rehearse: (queries: readonly RehearsedQuery[], milliseconds: number) =>
      rehearse({ ...asked, database, identify }, queries, milliseconds),
  };
}

/** Our own tokens; null where only those of an identity provider are accepted. */
async function ownTokens(config: Config, database: Database): Promise<Tokens | null> {
  if (config.tokenSecret !== null) return createTokens(config.tokenSecret);
  return config.trial ? createTokens(await trialSecret(database)) : null;
}

/** The trial's own key is kept, so that its tokens outlive a restart. */
async function trialSecret(database: Database): Promise<string> {
  const made = randomBytes(32).toString("base64url");
  return String(
    await database.write(({ queries }) => settleFact(queries, "trial-signing-key", made)),
  );
}
