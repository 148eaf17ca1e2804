import { sql } from "drizzle-orm";
import type { OwnerName } from "../../rules/repositories/urls.js";
import type { Queries } from "../database.js";
import { organizationExists } from "./queries.js";
import { userAccount } from "./tables.js";

/** Whether there is an organization or user of that name. Names of both are public. */
export async function ownerExists(queries: Queries, { kind, name }: OwnerName): Promise<boolean> {
  if (kind === "ORGANIZATION") return await organizationExists(queries, name);
  const rows = await queries
    .select({ id: userAccount.id })
    .from(userAccount)
    .where(sql`${userAccount.name} = ${name}`);
  return rows.length > 0;
}
