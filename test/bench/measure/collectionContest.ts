import { settleTables } from "../../../src/store/maintenance.js";
import type { Bench } from "../bench.js";
import { Graph } from "../collections/graph.js";
import { addReferences, fill, makeCollection, nameVersion } from "../collections/made.js";
import { type CollectionShape, collectionShapes } from "../collections/shapes.js";
import { codeOf, sourceSystem } from "../content/concepts.js";
import { importSystem, prepareDatabase, SOURCE_URL } from "../content/load.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { createDatabase, dropDatabase } from "../database/server.js";
import type { Report } from "../report/report.js";
import { figure, type Table } from "../report/table.js";
import { median } from "./statistics.js";

const DATABASE = "bench_collections";
const ROUNDS = { full: 15, quick: 3 } as const;
const ASKED = 100;
const MADE_VERSIONS = 5;

const PAGE = `query ($url: String!, $after: String) { collectionVersion(url: $url) {
  concepts(first: 20, after: $after) { pageInfo { endCursor } nodes { concept { code display } } } } }`;
const LATE_PAGE = `query ($url: String!, $offset: Int) { collectionVersion(url: $url) {
  concepts(offset: $offset, pageSize: 20) { nodes { concept { code display } } } } }`;
const COUNT = `query ($url: String!) { collectionVersion(url: $url) {
  activeConcepts concepts(first: 1) { totalCount } } }`;
const CONTAINS = `query ($url: String!, $concepts: [String!]!) { collectionVersion(url: $url) {
  contains(concepts: $concepts) { member } } }`;
const REASONS = `query ($url: String!, $concepts: [String!]!) { collectionVersion(url: $url) {
  contains(concepts: $concepts) { member because { expression } excludedBy { expression } } } }`;

/** What collections cost, by how many members and references they have, at HEAD and at their oldest version. */
export async function measureCollections(bench: Bench): Promise<Report> {
  const { options, server, tell } = bench;
  const { sourceConcepts } = options.scale;
  await dropDatabase(server, DATABASE);
  await createDatabase(server, DATABASE);
  const database = await prepareDatabase(server.location(DATABASE));
  await importSystem(database, sourceSystem, sourceConcepts);
  await settleTables(database, "CONCEPTS");
  await database.close();
  tell("m  the code system is in");
  const client = await makeClient(server, DATABASE);
  const contestant = await startTermgate(usualVariant, { server, database: DATABASE, client });
  try {
    const graph = new Graph(contestant);
    const rounds = ROUNDS[options.scale.name];
    const rows = [];
    for (const [at, shape] of collectionShapes(SOURCE_URL, sourceConcepts).entries()) {
      const collection = await makeCollection(graph, `Shape-${at}`);
      rows.push(
        ...(await measureShape(graph, { collection, shape, concepts: sourceConcepts, rounds })),
      );
      tell(`m  ${shape.name}: measured`);
    }
    const adding = await measureAdding(graph, SOURCE_URL, sourceConcepts);
    return { tables: [costs(rows), adding], lines: [] };
  } finally {
    await contestant.stop();
    await dropDatabase(server, DATABASE);
  }
}

interface Measured {
  readonly collection: string;
  readonly shape: CollectionShape;
  readonly concepts: number;
  readonly rounds: number;
}

async function measureShape(graph: Graph, measured: Measured): Promise<(string | null)[][]> {
  const { collection, shape } = measured;
  await fill(graph, collection, shape);
  const versions: number[] = [];
  for (let version = 1; version <= MADE_VERSIONS; version += 1) {
    versions.push(await nameVersion(graph, collection, `v${version}`));
  }
  const made = figure(median(versions));
  const oldest = await measureReads(graph, `${collection}v1/`, measured);
  const head = await measureReads(graph, collection, measured);
  return [
    [shape.name, "HEAD", made, ...head],
    [shape.name, "oldest", null, ...oldest],
  ];
}

interface Listed {
  readonly collectionVersion: {
    readonly activeConcepts: number;
    readonly concepts: { readonly totalCount: number };
  };
}

/** Members, and milliseconds of the first page when it is first asked for, and of all else later. */
async function measureReads(graph: Graph, url: string, { concepts, rounds }: Measured) {
  const first = await graph.ask(PAGE, { url });
  const { data } = await graph.ask<Listed>(COUNT, { url });
  const { activeConcepts } = data.collectionVersion;
  const asked = Array.from({ length: ASKED }, (_, nth) =>
    codeOf(sourceSystem, Math.floor((nth * concepts) / ASKED)),
  );
  const middle = { url, offset: Math.floor(activeConcepts / 2) };
  const questions: readonly (readonly [string, unknown])[] = [
    [PAGE, { url }],
    [LATE_PAGE, middle],
    [COUNT, { url }],
    [CONTAINS, { url, concepts: asked }],
    [REASONS, { url, concepts: asked }],
  ];
  const taken = [];
  for (const [document, variables] of questions) {
    const each = [];
    for (let round = 0; round < rounds; round += 1) {
      each.push((await graph.ask(document, variables)).taken);
    }
    taken.push(figure(median(each)));
  }
  return [String(activeConcepts), figure(first.taken), ...taken];
}

function costs(rows: readonly (readonly (string | null)[])[]): Table {
  return {
    title: "m  collections",
    about:
      "By members and references, over HTTP, one request at a time; milliseconds, medians. Pages of 20 " +
      `concepts with codes and names; contains for ${ASKED} concepts; "first" is the first page asked for the first time.`,
    columns: [
      ...["collection", "at", "create version", "members", "first", "page", "page in the middle"],
      ...["counts", "contains", "with reasons"],
    ],
    rows,
  };
}

async function measureAdding(graph: Graph, system: string, concepts: number): Promise<Table> {
  const rows = [];
  for (const count of [1, 100, Math.min(5000, concepts)]) {
    const taken = [];
    for (const mode of ["PIN", "DYNAMIC"]) {
      const collection = await makeCollection(graph, `Added-${mode}-${count}`);
      const expressions = Array.from(
        { length: count },
        (_, number) => `${system}concepts/${codeOf(sourceSystem, number)}/`,
      );
      taken.push(
        figure(await addReferences(graph, collection, { expressions, exclude: false, mode })),
      );
    }
    rows.push([String(count), ...taken]);
  }
  return {
    title: "m  references",
    about: "Concepts added to an empty collection in one request over HTTP; milliseconds.",
    columns: ["references", "PIN", "DYNAMIC"],
    rows,
  };
}
