import { connect } from "../../../src/store/database.js";
import type { Bench } from "../bench.js";
import { Graph } from "../collections/graph.js";
import { addReferences, makeCollection } from "../collections/made.js";
import { codeOf, sourceSystem } from "../content/concepts.js";
import { SOURCE_URL } from "../content/load.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { withCopy } from "../database/server.js";
import type { SummaryLine } from "../report/aims.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { median } from "./statistics.js";

const ROUNDS = { full: 10, quick: 3 } as const;
const REFERENCES = 1000;
const MODES = ["PIN", "DYNAMIC"] as const;

type Sql = ReturnType<typeof connect>;

/**
 * Adds references to empty collections, each time a thousand in one request, and inserts the very rows that
 * came of it into a table of the same shape with the same indexes, in one statement: in turns.
 */
export async function measureReferences(bench: Bench): Promise<Report> {
  return await withCopy(bench.server, bench.databases.content, (copy) => measureOn(bench, copy));
}

async function measureOn({ options, server, tell }: Bench, copy: string): Promise<Report> {
  const client = await makeClient(server, copy);
  const termgate = await startTermgate(usualVariant, { server, database: copy, client });
  const sql = connect(server.location(copy), { max: 1 });
  try {
    await sql`create table bench.reference (like public.collection_reference including all)`;
    const graph = new Graph(termgate);
    const rows: (string | null)[][] = [];
    const lines: SummaryLine[] = [];
    for (const mode of MODES) {
      const [own, bare]: [number[], number[]] = [[], []];
      for (let round = -1; round < ROUNDS[options.scale.name]; round += 1) {
        const expressions = expressionsOf(round + 1, options.scale.sourceConcepts);
        const collection = await makeCollection(graph, `Thousand-${mode}-${round + 1}`);
        const added = await addReferences(graph, collection, { expressions, exclude: false, mode });
        const inserted = await insertRows(sql);
        if (round < 0) continue;
        own.push(added);
        bare.push(inserted);
      }
      const [took, floor] = [median(own), median(bare)];
      rows.push([mode, figure(took), figure(floor), ratio(took, floor)]);
      lines.push({
        ...{ workload: `i  ${REFERENCES} references added (${mode})`, peer: null, aims: [] },
        ...{ floor: floor / took, otherwise: `${figure(took)} ms` },
      });
      tell(`i  ${mode}: measured`);
    }
    return { tables: [table(rows)], lines };
  } finally {
    await sql.end({ timeout: 5 });
    await termgate.stop();
  }
}

/** Other concepts in every round. */
function expressionsOf(round: number, concepts: number): string[] {
  return Array.from({ length: REFERENCES }, (_, nth) => {
    const number = (round * REFERENCES + nth) % concepts;
    return `${SOURCE_URL}concepts/${codeOf(sourceSystem, number)}/`;
  });
}

/** Inserts the references of the newest collection once more. @returns milliseconds */
async function insertRows(sql: Sql): Promise<number> {
  const [held] = await sql<{ count: number; rows: string }[]>`
    select count(*)::int as count, json_agg(held)::text as rows from collection_reference held
    where container_id = (select max(container_id) from collection)`;
  if (held?.count !== REFERENCES) throw new Error(`${held?.count} references were added`);
  const began = performance.now();
  await sql`insert into bench.reference overriding system value
    select * from jsonb_populate_recordset(null::collection_reference, ${held.rows}::text::jsonb)`;
  return performance.now() - began;
}

function table(rows: readonly (readonly (string | null)[])[]): Table {
  return {
    title: "i  1,000 references",
    about:
      "A thousand concepts added to an empty collection in one request over HTTP, against one INSERT of the " +
      "same rows into a table of the same shape; milliseconds, medians.",
    columns: ["mode", "added", "inserted", "/inserted"],
    rows,
  };
}
