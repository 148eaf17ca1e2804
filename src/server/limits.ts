const MEGABYTE = 1024 * 1024;

/** What a request may cost before anybody looks at what it says. */
export const limits = {
  /** Bytes of a body of `/graphql` whose sender has no token. */
  anonymousBody: MEGABYTE,
  /** Characters of an operation whose sender has no token; variables are not counted. */
  anonymousOperation: 100_000,
  /**
   * Megabytes of a body of `/graphql` whose sender has one, unless BODY_LIMIT_MB says otherwise.
   */
  bodyMegabytes: 20,
  /** Bytes of a body of `/oauth/token`. */
  tokenRequestBody: 64 * 1024,
  /** Values that an operation may answer, by its own account. */
  cost: 200_000,
  /** Nested fields of an operation, its leaves included. */
  depth: 15,
  /**
   * The same below `__schema` and `__type`; how far lists may nest there is checked by graphql
   * itself.
   */
  introspectionDepth: 25,
  /** Nested lists and objects of a value that is written into the operation. */
  literalDepth: 50,
  /** Fields and fragments that are selected in an operation. */
  selections: 20_000,
  /** Operations and fragments of a document. */
  definitions: 1000,
  /** Words, numbers and signs of an operation. */
  tokens: 400_000,
  /** Milliseconds between two signs of life on a stream of events or a WebSocket. */
  heartbeat: 12_000,
  /** Bytes of a message over a WebSocket; what is larger goes by POST. */
  webSocketMessage: MEGABYTE,
  /** Milliseconds in which a WebSocket must say who is there. */
  webSocketPatience: 5000,
  /** Operations at once over one WebSocket. */
  webSocketOperations: 100,
  /** Characters of the operations that are kept parsed and validated, altogether and each. */
  cachedDocuments: 500_000,
  cachedDocument: 50_000,
  /** Queries that are worked out at the same time: twice as many as there are connections for reading. */
  queriesAtOnce: 16,
  /** Bytes of the answers that are kept while nothing changes, with what was asked, altogether and each. */
  keptAnswers: 32 * MEGABYTE,
  keptAnswer: MEGABYTE,
  /** Questions that are remembered to have been asked. */
  askedLately: 20_000,
  cachedTokens: 10_000,
  cachedViewers: 10_000,
  /** Milliseconds that a viewer is kept at most, should word of a change be lost. */
  viewerAge: 5 * 60_000,
  /** Seconds for which an access token is good. */
  tokenLifetime: 3600,
  /** Characters of a client's id and of its secret. */
  clientId: 200,
  clientSecret: 1000,
} as const;

/** Bytes in so many megabytes. */
export function megabytes(count: number): number {
  return count * MEGABYTE;
}
