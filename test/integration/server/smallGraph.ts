import { setTimeout as sleep } from "node:timers/promises";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { sql } from "drizzle-orm";
import { GraphQLError } from "graphql";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { Database } from "../../../src/store/database.js";

export interface SmallContext {
  readonly viewer: Viewer;
  readonly requestId: string;
}

const typeDefs = `
  scalar JSON
  type Query {
    hello(name: String): String!
    nothing: String
    requestId: String!
    viewer: Viewer!
    rows(first: Int!): [Row!]!
    row: Row!
    many(ids: [Int!]!): [Row!]!
    take(value: JSON): Boolean
    even(n: Int): Even
    failure(code: String!): Int
    broken: Int
    brokenOften: [Int!]
    query: Int
    storeText(text: String!): String
    storeJson(value: String!): String
    slow(milliseconds: Int!): String!
  }
  type Mutation { rename(name: String!): String! }
  type Viewer {
    client: String user: String
    organizations: [String!]! scopes: [String!]! licensors: [String!]!
  }
  type Row { code: String! display: String! row: Row! }
  enum Even { ZERO TWO }
`;

const row = (index: number) => ({
  code: `A${index}`,
  display: `Display ${index}`,
  row: { code: "B" },
});

/** A graph that can fail in every way that a server has to answer. */
export function smallSchema(database: Database) {
  const { reads } = database;
  return makeExecutableSchema<SmallContext>({
    typeDefs,
    resolvers: {
      Query: {
        hello: (_, { name }) => `Hello ${name ?? "world"}`,
        nothing: () => null,
        requestId: (_, __, { requestId }) => requestId,
        viewer: (_, __, { viewer }) => ({
          client: viewer.client,
          user: viewer.user?.name ?? null,
          organizations: viewer.organizations.map(({ name, role }) => `${name} ${role}`),
          scopes: [...viewer.scopes],
          licensors: viewer.licensors,
        }),
        rows: (_, { first }) => Array.from({ length: first }, (__, index) => row(index)),
        row: () => row(0),
        many: (_, { ids }) => ids.map(row),
        take: () => true,
        even: (_, { n }) => (n === 2 ? "TWO" : n),
        failure: (_, { code }) => {
          throw new GraphQLError(`This is ${code}`, { extensions: { code, hint: "try again" } });
        },
        broken: () => {
          throw new Error("secret at /etc/passwd");
        },
        query: async () => {
          await reads.execute(sql`select * from no_such_table where secret = ${"parameter"}`);
        },
        storeText: async (_, { text }) => {
          await reads.execute(sql`select ${text}::text`);
          return "stored";
        },
        storeJson: async (_, { value }) => {
          await reads.execute(sql`select ${value}::text::jsonb`);
          return "stored";
        },
        slow: async (_, { milliseconds }) => {
          await sleep(milliseconds);
          return "done";
        },
      },
      Mutation: { rename: (_, { name }) => name },
      Row: { row: () => row(1) },
    },
  });
}
