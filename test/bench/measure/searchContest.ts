import { anonymous } from "../../../src/rules/access/viewer.js";
import { connect, openDatabase } from "../../../src/store/database.js";
import { Loaders, openStore } from "../../../src/store/store.js";
import type { Bench } from "../bench.js";
import { sourceSystem } from "../content/concepts.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { quantile } from "./statistics.js";

const ROUNDS = { full: 10, quick: 3 } as const;
const SIZE = 20;

/** What people type: a word letter by letter, a phrase, a code, and a word with a slip in it. */
const typed: readonly (readonly [what: string, queries: readonly string[]])[] = [
  ["1 letter", ["f", "k", "d"]],
  ["2 letters", ["fr", "ki", "di"]],
  ["3 letters", ["fra", "kid", "dis"]],
  ["5 letters", ["fract", "kidne", "disor"]],
  ["a word", ["fracture", "kidney", "disorder"]],
  ["a common word", ["of", "the", "with"]],
  ["two words", ["acute fracture", "kidney disorder", "left lung"]],
  ["words apart", ["femur acute open", "skin left chronic", "valve of heart"]],
  ["a code", ["S000123", "s004711", "S005999"]],
  ["a code's beginning", ["s0001", "S00", "S29"]],
  ["a misspelt word", ["fractrue", "kidnye", "obstrction"]],
];

type Search = (q: string) => Promise<unknown>;

/** The first hits of searches in the largest code system, against a bare trigram query on its names. */
export async function measureSearches(bench: Bench): Promise<Report> {
  const { options, server, databases, tell } = bench;
  const location = server.location(databases.content);
  const database = openDatabase(location, { readConnections: 1 });
  const client = connect(location, { max: 1, connection: { jit: "off" } });
  try {
    const product = await productSearch(database);
    const trigrams = await trigramSearch(client);
    const rows = [];
    const all: number[] = [];
    for (const [what, queries] of typed) {
      const rounds = ROUNDS[options.scale.name];
      const [own, bare] = await inTurns([product, trigrams], queries, rounds);
      tell(`g  ${what}: measured`);
      rows.push([what, ...scores(own ?? [], bare ?? [])]);
      all.push(...(own ?? []));
    }
    const took = `${figure(quantile(all, 0.5))} ms, 99 % below ${figure(quantile(all, 0.99))} ms`;
    const line = { workload: "g  search as you type", floor: null, peer: null, otherwise: took };
    return { tables: [table(rows)], lines: [{ ...line, aims: [] }] };
  } finally {
    await client.unsafe("drop schema if exists bench_search cascade");
    await client.end();
    await database.close();
  }
}

async function productSearch(database: ReturnType<typeof openDatabase>): Promise<Search> {
  const store = openStore(database.reads);
  const [system] = await store.searchedSystems.searched(anonymous, [sourceSystem.slug]);
  if (!system) throw new Error("There is nothing to search");
  const listing = {
    ...{ codes: null, conceptClass: null, datatype: null, locale: null },
    ...{ includeRetired: false, updatedSince: null, mapcode: null, below: null, members: null },
  };
  const window = { by: "page", size: SIZE, number: 1 } as const;
  const order = { by: "BEST_MATCH", direction: "ASC" } as const;
  return async (q) =>
    await new Loaders(store, anonymous).codeSystems.concepts({
      scope: { systems: [system], root: null },
      listing: { ...listing, q },
      order,
      window,
    });
}

async function trigramSearch(client: ReturnType<typeof connect>): Promise<Search> {
  await client.unsafe(`drop schema if exists bench_search cascade; create schema bench_search;
    create table bench_search.name as select code, lower(code || ' ' || display) as name from concept
      join code_system using (container_id) where slug = '${sourceSystem.slug}';
    create index on bench_search.name using gin (name gin_trgm_ops);
    analyze bench_search.name`);
  return async (q) =>
    await client.unsafe(
      `select code, name from bench_search.name where name like '%' || $1 || '%' or $1 <% name
        order by $1 <<-> name, code limit ${SIZE}`,
      [q.toLowerCase()],
      { prepare: true },
    );
}

/** Milliseconds of every search of each contestant, who take turns. */
async function inTurns(searches: readonly Search[], queries: readonly string[], rounds: number) {
  const taken: number[][] = searches.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const q of queries) {
      for (const [at, search] of searches.entries()) {
        const began = performance.now();
        await search(q);
        if (round >= 0) taken[at]?.push(performance.now() - began);
      }
    }
  }
  return taken;
}

function scores(own: readonly number[], bare: readonly number[]): readonly (string | null)[] {
  const [p50, p99] = [quantile(own, 0.5), quantile(own, 0.99)];
  const [bare50, bare99] = [quantile(bare, 0.5), quantile(bare, 0.99)];
  return [figure(p50), figure(bare50), ratio(p50, bare50), figure(p99), ratio(p99, bare99)];
}

function table(rows: readonly (readonly (string | null)[])[]): Table {
  return {
    title: "g  searches",
    about:
      `The first ${SIZE} hits for what was typed, ranked, read as concepts by the product's own statements, ` +
      "against a bare trigram query on the same displays; milliseconds.",
    columns: ["typed", "p50", "trigrams p50", "/trigrams", "p99", "/trigrams"],
    rows,
  };
}
