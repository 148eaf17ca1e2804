import { sql } from "drizzle-orm";
import type { CustomAttribute, PairContent } from "../../rules/crosswalks/content.js";
import { copyRows } from "../copy.js";
import type { Transaction } from "../database.js";
import { stagedLine } from "./bulk.js";

interface Repeated extends Record<string, unknown> {
  readonly number: number;
  readonly line: number;
  readonly identifier: string;
  readonly source_system: string;
  readonly source_code: string;
  readonly target_system: string;
  readonly target_code: string;
  readonly relationship: PairContent["relationship"];
  readonly attributes: string;
}

/** Pairs that are taken up at a time. */
const BATCH = 5000;

/**
 * Makes one of the staged pairs that several lines give.
 * @param fold makes it, of what they say in the order of the file
 * @returns how many lines went into others
 */
export async function foldRepeated(
  transaction: Transaction,
  fold: (first: PairContent, others: readonly PairContent[]) => PairContent,
): Promise<number> {
  const { queries } = transaction;
  await queries.execute(sql`
    create temporary table repeated_pair on commit drop as
    select source_system, source_code, target_system, target_code,
      row_number() over ()::int as number
    from staged_pair group by source_system, source_code, target_system, target_code
    having count(*) > 1`);
  await queries.execute(sql`analyze repeated_pair`);
  const [counted] = await queries.execute<{ count: number }>(sql`
    select count(*)::int as count from repeated_pair`);
  let merged = 0;
  for (let start = 0; start < (counted?.count ?? 0); start += BATCH) {
    const groups = await takeGroups(transaction, start);
    const taken = [...groups.values()].reduce((sum, { length }) => sum + length, 0);
    merged += taken - groups.size;
    await copyRows(transaction, "copy staged_pair from stdin", foldedGroups(groups, fold), (pair) =>
      stagedLine(pair, pair.identifier),
    );
  }
  return merged;
}

/** Takes the lines of some of the pairs out of the stage, each pair's in the order in which they came. */
async function takeGroups(
  { queries }: Transaction,
  start: number,
): Promise<ReadonlyMap<number, readonly Repeated[]>> {
  // A line may give several pairs, which lie in the stage as they came.
  const rows = await queries.execute<Repeated>(sql`
    with taken as (
      delete from staged_pair pair using repeated_pair repeated
      where repeated.number > ${start} and repeated.number <= ${start + BATCH}
        and pair.source_system = repeated.source_system and pair.source_code = repeated.source_code
        and pair.target_system = repeated.target_system and pair.target_code = repeated.target_code
      returning repeated.number, pair.ctid as place, pair.*
    )
    select number, line, identifier, source_system, source_code, target_system, target_code,
      relationship, attributes::text as attributes
    from taken order by number, line, place`);
  const groups = new Map<number, Repeated[]>();
  for (const row of rows) {
    const group = groups.get(row.number);
    if (group === undefined) groups.set(row.number, [row]);
    else group.push(row);
  }
  return groups;
}

async function* foldedGroups(
  groups: ReadonlyMap<number, readonly Repeated[]>,
  fold: (first: PairContent, others: readonly PairContent[]) => PairContent,
) {
  for (const [first, ...others] of groups.values()) {
    if (first === undefined) continue;
    const content = fold(contentOf(first), others.map(contentOf));
    yield { line: first.line, identifier: first.identifier, content };
  }
}

function contentOf(row: Repeated): PairContent {
  return {
    sourceSystem: row.source_system,
    sourceCode: row.source_code,
    targetSystem: row.target_system,
    targetCode: row.target_code,
    relationship: row.relationship,
    attributes: JSON.parse(row.attributes) as readonly CustomAttribute[],
  };
}
