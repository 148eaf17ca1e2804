import { eq, type SQL, sql } from "drizzle-orm";
import type { RepositoryDetails } from "../../rules/repositories/details.js";
import type { RepositoryOwner } from "../../rules/repositories/owners.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import type { Change } from "../ledger/writes.js";
import { repository } from "./tables.js";

/** Lets no one else give the owner code systems or collections until the transaction ends. */
export async function lockOwner(queries: Queries, { kind, id }: RepositoryOwner): Promise<void> {
  const owners = kind === "USER" ? userAccount : organization;
  await queries.execute(sql`select from ${owners} where ${owners.id} = ${id} for no key update`);
}

/** Whether one of the owner's code systems or collections has the short code, deactivated ones included. */
export async function shortCodeTaken(
  queries: Queries,
  { kind, id }: RepositoryOwner,
  shortCode: string,
): Promise<boolean> {
  const owner = kind === "USER" ? repository.ownerUserId : repository.ownerOrganizationId;
  const rows = await queries
    .select({ id: repository.containerId })
    .from(repository)
    .where(sql`${owner} = ${id} and ${repository.shortCode} = ${shortCode}`);
  return rows.length > 0;
}

/** Writes what a new container is as a repository: whose, called what, saying what of itself. */
export async function insertRepository(
  queries: Queries,
  made: {
    readonly containerId: number;
    readonly owner:
      | { readonly kind: "ORGANIZATION"; readonly id: number | SQL }
      | { readonly kind: "USER"; readonly id: number | SQL };
    readonly shortCode: string;
    readonly details: RepositoryDetails;
  },
  { at, by }: Pick<Change, "at" | "by">,
): Promise<void> {
  const { containerId, owner, shortCode, details } = made;
  const owned =
    owner.kind === "USER" ? { ownerUserId: owner.id } : { ownerOrganizationId: owner.id };
  await queries.insert(repository).values({
    containerId,
    ...owned,
    shortCode,
    ...columnsOf(details),
    updatedAt: at,
    updatedBy: by,
  });
}

/** Says that a repository was changed, and what it now says of itself where that was changed. */
export async function updateRepository(
  queries: Queries,
  containerId: number,
  details: RepositoryDetails | null,
  { at, by }: Pick<Change, "at" | "by">,
): Promise<void> {
  await queries
    .update(repository)
    .set({ ...(details && columnsOf(details)), updatedAt: at, updatedBy: by })
    .where(eq(repository.containerId, containerId));
}

/** Takes a repository out of use, or brings it back: null. */
export async function setDeactivated(
  queries: Queries,
  containerId: number,
  deactivatedAt: Date | null,
): Promise<void> {
  await queries
    .update(repository)
    .set({ deactivatedAt })
    .where(eq(repository.containerId, containerId));
}

function columnsOf(details: RepositoryDetails) {
  return { ...details, supportedLocales: [...details.supportedLocales] };
}
