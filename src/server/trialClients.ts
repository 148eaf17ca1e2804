import type { ClientRecord } from "../store/access/clients.js";
import { hashSecret } from "./secrets.js";

const trialClients = [
  {
    id: "demo",
    secret: "demo-secret",
    user: "demo",
    organizations: ["Demo"],
    scopes: ["read", "write", "publish"],
  },
  {
    id: "other",
    secret: "other-secret",
    user: null,
    organizations: ["Other"],
    scopes: ["read", "write", "publish"],
  },
  {
    id: "operator",
    secret: "operator-secret",
    user: null,
    organizations: [],
    scopes: ["admin"],
  },
] as const;

/**
 * The clients that are let in without any configuration, by id. They are not rows of the database.
 */
export async function trialClientRecords(): Promise<ReadonlyMap<string, ClientRecord>> {
  const records = await Promise.all(
    trialClients.map(async ({ secret, ...client }) => ({
      ...client,
      secretHash: await hashSecret(secret),
    })),
  );
  return new Map(records.map((record) => [record.id, record]));
}
