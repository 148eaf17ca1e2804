import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../src/store/database.js";
import type { SentStatement } from "./testDatabase.js";

/** One step of a statement's plan, as PostgreSQL tells it. */
export interface PlanStep {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Heap Fetches"?: number;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanStep[];
}

/** Runs a statement as it was sent and answers the steps of its plan, the outermost first. */
export async function planOf(
  database: Database,
  { text, parameters }: SentStatement,
): Promise<readonly PlanStep[]> {
  const pieces = text
    .split(/\$(\d+)/)
    .map(
      (piece, at): SQL =>
        at % 2 === 0 ? sql.raw(piece) : sql`${sql.param(parameters[Number(piece) - 1])}`,
    );
  const [row] = await database.reads.execute<{ "QUERY PLAN": readonly { Plan: PlanStep }[] }>(
    sql`explain (analyze, buffers, format json) ${sql.join(pieces)}`,
  );
  const [top] = row?.["QUERY PLAN"] ?? [];
  if (!top) throw new Error("PostgreSQL told no plan");
  return stepsOf(top.Plan);
}

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
