import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { fault, type Input } from "../../support/authoringGraph.js";
import { commandsOf } from "../../support/commands.js";
import { dataOf, errorsOf } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { callerOf } from "../../support/viewers.js";
import { useCollections } from "../collections/world.js";
import { add, makeSystem, release } from "./world.js";

const { database, ask, carriedOut, newCollection, newVersion, demo } = useCollections();
const A = "/orgs/Demo/sources/S/concepts/A/1/";
const B = "/orgs/Demo/sources/S/concepts/B/1/";

/** What each mutation is asked to do with a collection that has A, and what it answers. */
const mutations = {
  addCollectionReferences: {
    more: { expressions: [B] },
    selected: "results { added expression } addedCount skippedCount",
    nothing: { results: [], addedCount: 0, skippedCount: 0 },
    done: { results: [{ added: true, expression: B }], addedCount: 1, skippedCount: 0 },
  },
  deleteCollectionReferences: {
    more: { references: [A] },
    selected: "results { deleted expression }",
    nothing: { results: [] },
    done: { results: [{ deleted: true, expression: A }] },
  },
} as const;
const names = Object.keys(mutations) as (keyof typeof mutations)[];
type Name = (typeof names)[number];

function asked(name: Name, collection: string, as: Viewer) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) {
    ${mutations[name].selected} collection { url } userErrors { __typename message path } } }`;
  return ask(text, { as, variables: { input: { collection, ...mutations[name].more } } });
}

async function answerOf(name: Name, collection: string, as: Viewer) {
  return (await dataOf(asked(name, collection, as)))[name];
}

/** That it is answered by one error of the payload, and that nothing is changed. */
async function refused(name: Name, collection: string, as: Viewer, error: Input) {
  const answer = { ...mutations[name].nothing, collection: null, userErrors: [error] };
  await expectNothingDone(database, () => answerOf(name, collection, as), answer);
}

async function carriesOut(name: Name, collection: string, as: Viewer) {
  const answer = { ...mutations[name].done, collection: { url: collection }, userErrors: [] };
  expect(await answerOf(name, collection, as)).toEqual(answer);
}

/** A collection with A, and its short code. */
async function prepared(more: Input = {}) {
  const url = await newCollection(more);
  await add(commandsOf(database, demo()), url, { expressions: [A] });
  const [shortCode = ""] = url.split("/").slice(-2);
  return { url, shortCode };
}

function missing(url: string): Input {
  return fault("collection", `There is no collection ${url}.`, "ResourceNotFound");
}

/** Of another organization; and a client without a user or organization, who may do all that scopes allow. */
let strangers: readonly Viewer[];
/** With the scope that is needed, and no other. */
let members: readonly Viewer[];

beforeAll(async () => {
  strangers = [
    await callerOf(database, { organizations: ["Other"] }),
    await callerOf(database, { scopes: ["read", "write", "publish", "admin"] }),
  ];
  members = [
    await callerOf(database, { organizations: ["Demo"], scopes: ["write"] }),
    await callerOf(database, { user: "demo", organizations: ["Demo"], scopes: ["write"] }),
  ];
  await makeSystem(commandsOf(database, demo()), "S", ["A", "B"]);
  await release(commandsOf(database, demo()), "s", "v1");
});

describe.each(names)("%s", (name) => {
  it.each(["NONE", "VIEW", "EDIT"])(
    "at public access %s needs a token with the scope write",
    async (publicAccess) => {
      const { url } = await prepared({ publicAccess });
      const unscoped = await callerOf(database, {
        user: "demo",
        organizations: ["Demo"],
        scopes: ["read", "publish", "admin"],
      });
      const callers = [
        [anonymous, "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one."],
        [unscoped, "FORBIDDEN: The token lacks the scope write."],
      ] as const;
      for (const [as, error] of callers) {
        await expectNothingDone(database, () => errorsOf(asked(name, url, as)), [error]);
      }
    },
  );

  it("is not permitted to strangers at public access VIEW", async () => {
    const { url, shortCode } = await prepared({ publicAccess: "VIEW" });
    const message = `Only members of organization Demo may change ${shortCode}.`;
    for (const as of strangers) {
      await refused(name, url, as, fault("collection", message, "NotPermitted"));
    }
  });

  it("is done for strangers at public access EDIT", async () => {
    for (const as of strangers) {
      await carriesOut(name, (await prepared({ publicAccess: "EDIT" })).url, as);
    }
  });

  it("tells strangers of a private or deactivated collection what it tells of none", async () => {
    const hidden = await prepared({ publicAccess: "NONE" });
    const off = await prepared({ publicAccess: "EDIT" });
    await newVersion(hidden.url, "1");
    await carriedOut("deactivateCollection", { collection: off.url });
    const none = "/orgs/Demo/collections/none/";
    for (const url of [hidden.url, `${hidden.url}1/`, `${hidden.url}9/`, off.url, none]) {
      for (const as of strangers) await refused(name, url, as, missing(url));
    }
  });

  it.each(["NONE", "VIEW", "EDIT"])(
    "is done for members and the owner at public access %s",
    async (publicAccess) => {
      for (const as of members) {
        await carriesOut(name, (await prepared({ publicAccess })).url, as);
      }
    },
  );

  it("of a user's own collection is that user's alone", async () => {
    const { url, shortCode } = await prepared({ owner: "/user/" });
    const [member = anonymous, owner = anonymous] = members;
    const message = `Only user demo may change ${shortCode}.`;
    await refused(name, url, member, fault("collection", message, "NotPermitted"));
    await carriesOut(name, url, owner);
  });

  it("waits until a deactivated collection is reactivated", async () => {
    const { url, shortCode } = await prepared();
    await carriedOut("deactivateCollection", { collection: url });
    const message = `${shortCode} is deactivated; reactivate it before changing it.`;
    for (const as of members) {
      await refused(name, url, as, fault("collection", message, "ResourceArchived"));
    }
    await carriedOut("reactivateCollection", { collection: url });
    await carriesOut(name, url, demo());
  });

  it("is of HEAD: a version keeps its references, released or not", async () => {
    const { url, shortCode } = await prepared({ publicAccess: "EDIT" });
    await newVersion(url, "1");
    await newVersion(url, "2", { released: true });
    await newVersion(url, "3");
    await carriedOut("deactivateCollectionVersion", { collection: url, version: "3" });
    for (const label of ["1", "2", "latest"]) {
      const message = `Version ${label} of ${shortCode} keeps its references; change those of HEAD.`;
      for (const as of [...strangers, ...members]) {
        const error = fault("collection", message, "ReleasedVersionLocked");
        await refused(name, `${url}${label}/`, as, error);
      }
    }
    for (const label of ["3", "9"]) {
      await refused(name, `${url}${label}/`, demo(), missing(`${url}${label}/`));
    }
    const answer = { ...mutations[name].done, collection: { url }, userErrors: [] };
    expect(await answerOf(name, `${url}HEAD/`, demo())).toEqual(answer);
  });

  it("is not permitted to strangers for a version at public access VIEW", async () => {
    const { url, shortCode } = await prepared();
    await newVersion(url, "1", { released: true });
    const message = `Only members of organization Demo may change ${shortCode}.`;
    for (const as of strangers) {
      await refused(name, `${url}1/`, as, fault("collection", message, "NotPermitted"));
    }
  });
});
