import { sql } from "drizzle-orm";
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

/**
 * Runs a statement with the plan that a read of it has, made once for all parameters, and answers the steps
 * of the plan, the outermost first.
 */
export async function planOf(
  database: Database,
  { text, parameters }: SentStatement,
): Promise<readonly PlanStep[]> {
  const [row] = await database.write(async ({ queries }) => {
    for (const setting of [
      "plan_cache_mode = force_generic_plan",
      "enable_seqscan = off",
      "jit = off",
    ]) {
      await queries.execute(sql.raw(`set local ${setting}`));
    }
    await queries.execute(sql.raw(`prepare explained as ${text}`));
    const given = parameters.length > 0 ? `(${parameters.map(literal).join(", ")})` : "";
    const rows = await queries.execute<{ "QUERY PLAN": readonly { Plan: PlanStep }[] }>(
      sql.raw(`explain (analyze, buffers, format json) execute explained${given}`),
    );
    await queries.execute(sql.raw("deallocate explained"));
    return rows;
  });
  const [top] = row?.["QUERY PLAN"] ?? [];
  if (!top) throw new Error("PostgreSQL told no plan");
  return stepsOf(top.Plan);
}

/** A parameter as it stands in a statement: `execute` takes no others inside of `explain`. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  const text = Array.isArray(value) ? `{${value.map(element).join(",")}}` : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function element(value: unknown): string {
  return value === null ? "null" : `"${String(value).replace(/["\\]/g, "\\$&")}"`;
}

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
