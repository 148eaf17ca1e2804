import { connect } from "../../../src/store/database.js";
import { Graph } from "../collections/graph.js";
import { fill, makeCollection, nameVersion } from "../collections/made.js";
import { largeCollections } from "../collections/shapes.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import type { DatabaseServer } from "../database/server.js";
import { SOURCE_URL } from "./load.js";
import type { Scale } from "./scale.js";

const VERSION = "v1";
const PAGE_SIZE = 1000;
/** More than a concept has. */
const MAPPINGS = 10;

const TABLES = `create schema bench;
  create table bench.collection (id int primary key, url text collate "C" not null unique);
  create table bench.member (
    collection_id int not null,
    code text collate "C" not null,
    primary key (collection_id, code)
  );
  create table bench.member_mapping (
    collection_id int not null,
    from_code text collate "C" not null,
    map_type text collate "C" not null,
    to_code text collate "C" not null,
    primary key (collection_id, from_code, map_type) include (to_code)
  )`;

const MEMBERS = `query ($url: String!, $after: String) { collectionVersion(url: $url) {
  concepts(first: ${PAGE_SIZE}, after: $after) {
    nodes { concept { code } mappings(first: ${MAPPINGS}) { nodes { mapping { mapType toCode } } } }
    pageInfo { hasNextPage endCursor }
  } } }`;

interface Member {
  readonly concept: { readonly code: string };
  readonly mappings: {
    readonly nodes: readonly { readonly mapping: { mapType: string; toCode: string } }[];
  };
}

interface Page {
  readonly collectionVersion: {
    readonly concepts: {
      readonly nodes: readonly Member[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

/**
 * Makes the large collections by the product's own mutations, releases a version of each, and writes down who
 * the members are, as the product tells: the tables of schema `bench`, for those who store members.
 */
export async function loadCollections(
  server: DatabaseServer,
  database: string,
  { memberStem }: Scale,
): Promise<void> {
  const client = await makeClient(server, database);
  const contestant = await startTermgate(usualVariant, { server, database, client });
  const sql = connect(server.location(database), { max: 1 });
  try {
    await sql.unsafe(TABLES);
    const graph = new Graph(contestant);
    for (const [at, shape] of largeCollections(SOURCE_URL, memberStem).entries()) {
      const collection = await makeCollection(graph, shape.name);
      await fill(graph, collection, shape, "SOURCE_MAPPINGS");
      await nameVersion(graph, collection, VERSION);
      const [id, url] = [at + 1, `${collection}${VERSION}/`];
      await sql`insert into bench.collection (id, url) values (${id}, ${url})`;
      for await (const members of pagesOf(graph, url)) await keep(sql, id, members);
    }
    for (const table of ["member", "member_mapping"]) {
      await sql.unsafe(`vacuum (analyze) bench.${table}`);
    }
  } finally {
    await sql.end({ timeout: 5 });
    await contestant.stop();
  }
}

async function* pagesOf(graph: Graph, url: string): AsyncGenerator<readonly Member[]> {
  let after: string | null = null;
  do {
    const asked: { readonly data: Page } = await graph.ask<Page>(MEMBERS, { url, after });
    const { nodes, pageInfo }: Page["collectionVersion"]["concepts"] =
      asked.data.collectionVersion.concepts;
    yield nodes;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

async function keep(
  sql: ReturnType<typeof connect>,
  id: number,
  members: readonly Member[],
): Promise<void> {
  const rows = members.map(({ concept }) => ({ collection_id: id, code: concept.code }));
  const mappings = members.flatMap(({ concept, mappings: { nodes } }) =>
    nodes.map(({ mapping: { mapType, toCode } }) => ({
      ...{ collection_id: id, from_code: concept.code, map_type: mapType, to_code: toCode },
    })),
  );
  await sql`insert into bench.member ${sql(rows)}`;
  if (mappings.length > 0) await sql`insert into bench.member_mapping ${sql(mappings)}`;
}
