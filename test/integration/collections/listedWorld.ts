import { beforeAll, expect } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import type { Input } from "../../support/authoringGraph.js";
import { dataOf } from "../../support/graph.js";
import { callerOf, makeOrganization } from "../../support/viewers.js";
import { useCollections } from "./world.js";

export const at = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour));

/** The collections of the tests: each with its owner, and what it says. The first is the oldest. */
const made: readonly Input[] = [
  { shortCode: "MCH", name: "Maternal health", collectionType: "Value Set", locales: "en,es" },
  { shortCode: "Mothers", name: "Core set", fullName: "All of the MCH set", locales: "en" },
  { shortCode: "Drugs", name: "Drugs", description: "Not mch, but médicaments", locales: "fr" },
  { shortCode: "Secret", name: "MCH private", publicAccess: "NONE", collectionType: "Value Set" },
  { shortCode: "Gone", name: "Gone", deactivated: true },
  { shortCode: "Open", name: "Zeta", publicAccess: "EDIT", customValidationSchema: "OpenMRS" },
  { owner: "/user/", shortCode: "MCH", name: "Own mch list", canonicalUrl: "urn:x:1" },
  { owner: "/user/", shortCode: "Hidden", name: "Own hidden", publicAccess: "NONE" },
  { owner: "/orgs/Clinic/", shortCode: "Clinic-MCH", name: "Of the clinic", locales: "sw" },
  { owner: "/orgs/Clinic/", shortCode: "Inside", name: "Inside", publicAccess: "NONE" },
];

/** Collections of several owners, and callers who see more or fewer of them. */
export function useListed() {
  const test = useCollections();
  const { database, ask, newCollection, carriedOut, demo } = test;
  let other: Viewer;
  let jane: Viewer;

  beforeAll(async () => {
    await makeOrganization(database, "Clinic", "jane");
    other = await callerOf(database, { organizations: ["Other"] });
    jane = await callerOf(database, { user: "jane", organizations: [] });
    for (const [hour, { deactivated, locales, ...input }] of made.entries()) {
      const as = input.owner === "/orgs/Clinic/" ? jane : demo();
      const more = locales === undefined ? {} : { supportedLocales: [locales] };
      const url = await newCollection({ ...input, ...more }, { as, now: at(hour) });
      if (deactivated)
        await carriedOut("deactivateCollection", { collection: url }, { now: at(hour) });
    }
  });

  /** A list with a filter; what it counts is as many as it has. */
  async function listed(filter: Input, as: Viewer = anonymous, order: Input | null = null) {
    const text = `query ($filter: CollectionFilter, $order: CollectionOrder) {
    collections(filter: $filter, orderBy: $order) { ${NODES} } }`;
    const data = await dataOf<{ collections: Listed }>(
      ask(text, { as, variables: { filter, order } }),
    );
    expect(data.collections.totalCount).toBe(data.collections.nodes.length);
    return short(data.collections);
  }

  return { ...test, listed, other: () => other, jane: () => jane };
}

export interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly url: string }[];
}

export const NODES = "totalCount nodes { url }";
/** `OWNER:CODE` of each. */
export const short = ({ nodes }: Listed) =>
  nodes.map(({ url }) => url.replace(/^\/(?:orgs|users)\/(.*)\/collections\/(.*)\/$/, "$1:$2"));
