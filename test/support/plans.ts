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
 * Runs a statement as it was sent, with the plan that reads have for all parameters, and answers the steps of
 * that plan, the outermost first.
 */
export async function planOf(
  database: Database,
  { text, parameters }: SentStatement,
): Promise<readonly PlanStep[]> {
  const given = parameters.length === 0 ? "" : `(${parameters.map(literal).join(", ")})`;
  const [row] = await database.write(async ({ queries }) => {
    await queries.execute("set local plan_cache_mode = force_generic_plan");
    await queries.execute("set local enable_seqscan = off");
    await queries.execute(`prepare plan_of as ${text}`);
    const plans = await queries.execute<{ "QUERY PLAN": readonly { Plan: PlanStep }[] }>(
      `explain (analyze, buffers, format json) execute plan_of${given}`,
    );
    await queries.execute("deallocate plan_of");
    return plans;
  });
  const [top] = row?.["QUERY PLAN"] ?? [];
  if (!top) throw new Error("PostgreSQL told no plan");
  return stepsOf(top.Plan);
}

/** A parameter as SQL writes it. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) {
    return `'{${value.map((item) => JSON.stringify(item)).join(",")}}'`.replaceAll(
      /(?<!^)'(?!$)/g,
      "''",
    );
  }
  return `'${String(value).replaceAll("'", "''")}'`;
}

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
