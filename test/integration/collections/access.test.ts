import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Scope, type Viewer } from "../../../src/rules/access/viewer.js";
import { fault, type Input, mutationText } from "../../support/authoringGraph.js";
import { type CollectionMutation, collectionMutations } from "../../support/collectionGraph.js";
import { dataOf, errorsOf } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { callerOf } from "../../support/viewers.js";
import { useCollections } from "./world.js";

const { database, ask, mutate, refused, carriedOut, newCollection, newVersion } = useCollections();
const NO_TOKEN = "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.";
const lacks = (scopes: string) => `FORBIDDEN: The token lacks the scope ${scopes}.`;

/** What a mutation says beside the collection, and the scopes it needs. */
interface Row {
  readonly more: Input;
  readonly scopes: string;
}
const version = { version: "1" };
const rows: Readonly<Record<Exclude<CollectionMutation, "createCollection">, Row>> = {
  editCollection: { more: { name: "Other" }, scopes: "write" },
  deactivateCollection: { more: {}, scopes: "write" },
  reactivateCollection: { more: {}, scopes: "write" },
  createCollectionVersion: { more: { version: "2", released: true }, scopes: "write publish" },
  editCollectionVersion: { more: { ...version, released: true }, scopes: "write publish" },
  deactivateCollectionVersion: { more: version, scopes: "write" },
  clearCollectionVersionProcessing: { more: version, scopes: "write" },
};
const names = Object.keys(rows) as (keyof typeof rows)[];

function demo(...scopes: readonly Scope[]): Promise<Viewer> {
  return callerOf(database, { user: "demo", organizations: ["Demo"], scopes });
}

/** A collection with a version; and a mutation's input for it. */
async function prepared(name: keyof typeof rows, more: Input = {}) {
  const collection = await newCollection(more);
  await newVersion(collection, "1");
  const [shortCode = ""] = collection.split("/").slice(-2);
  return { collection, shortCode, input: { collection, ...rows[name].more } };
}

function errors(name: CollectionMutation, input: Input, as: Viewer) {
  return errorsOf(ask(mutationText(name, collectionMutations[name]), { as, variables: { input } }));
}

let strangers: readonly Viewer[];

beforeAll(async () => {
  strangers = [
    await callerOf(database, { organizations: ["Other"] }),
    await callerOf(database, { scopes: ["read", "write", "publish", "admin"] }),
  ];
});

it("the table has a row for every mutation", () => {
  expect([...names, "createCollection"].toSorted()).toEqual(
    Object.keys(collectionMutations).toSorted(),
  );
});

describe.each(names)("%s", (name) => {
  const { scopes } = rows[name];
  const needed = scopes.split(" ") as Scope[];

  it("is refused without a token, and without the scopes", async () => {
    const { input } = await prepared(name);
    const callers: (readonly [Viewer, string])[] = [
      [anonymous, NO_TOKEN],
      [await demo("read"), lacks(scopes)],
      [await demo("admin"), lacks(scopes)],
    ];
    for (const left of needed) {
      const others = needed.filter((scope) => scope !== left);
      callers.push([await demo("read", ...others), lacks(left)]);
    }
    for (const [as, error] of callers) {
      await expectNothingDone(database, () => errors(name, input, as), [error]);
    }
  });

  it.each(["VIEW", "EDIT"])(
    "is not permitted to strangers at public access %s",
    async (publicAccess) => {
      const { input, shortCode } = await prepared(name, { publicAccess });
      const message = `Only members of organization Demo may change ${shortCode}.`;
      for (const as of strangers) {
        await refused(name, input, [fault("collection", message, "NotPermitted")], { as });
      }
    },
  );

  it("tells strangers of a private or deactivated collection what it tells of none", async () => {
    const hidden = await prepared(name, { publicAccess: "NONE" });
    const off = await prepared(name, { publicAccess: "EDIT" });
    await carriedOut("deactivateCollection", { collection: off.collection });
    for (const { collection, input } of [hidden, off]) {
      const message = `There is no collection ${collection}.`;
      const missing = fault("collection", message, "ResourceNotFound");
      for (const as of strangers) await refused(name, input, [missing], { as });
    }
  });

  it(`is done for a member with ${scopes} alone, and for the owner`, async () => {
    const member = await callerOf(database, { organizations: ["Demo"], scopes: needed });
    for (const as of [member, await demo(...needed)]) {
      for (const publicAccess of ["NONE", "VIEW", "EDIT"]) {
        const { input } = await prepared(name, { publicAccess });
        expect((await mutate(name, input, { as })).userErrors).toEqual([]);
      }
    }
  });

  it("of a user's own collection is that user's alone", async () => {
    const { input, shortCode } = await prepared(name, { owner: "/user/" });
    const message = `Only user demo may change ${shortCode}.`;
    const member = await callerOf(database, { organizations: ["Demo"] });
    await refused(name, input, [fault("collection", message, "NotPermitted")], { as: member });
    expect((await mutate(name, input)).userErrors).toEqual([]);
  });
});

it("what is released needs the scope publish, and nothing else of a version does", async () => {
  const collection = await newCollection();
  const writer = await demo("read", "write");
  const create = { collection, version: "1", released: false };
  expect((await mutate("createCollectionVersion", create, { as: writer })).userErrors).toEqual([]);
  const edit = { collection, version: "1", retired: true, description: "d" };
  expect((await mutate("editCollectionVersion", edit, { as: writer })).userErrors).toEqual([]);
  for (const released of [true, false]) {
    const work = () => errors("editCollectionVersion", { ...edit, released }, writer);
    await expectNothingDone(database, work, [lacks("publish")]);
  }
});

describe("createCollection", () => {
  const input = { owner: "/orgs/Demo/", shortCode: "Mine", name: "x" };

  it("needs a token with the scope write", async () => {
    const callers = [
      [anonymous, NO_TOKEN],
      [await demo("read", "publish", "admin"), lacks("write")],
    ] as const;
    for (const [as, error] of callers) {
      await expectNothingDone(database, () => errors("createCollection", input, as), [error]);
    }
    const made = await mutate("createCollection", input, { as: await demo("write") });
    expect(made.userErrors).toEqual([]);
  });

  it("is for one's own organizations and oneself, before any fault", async () => {
    const wrong = { shortCode: "HEAD", name: "" };
    const callers: readonly (readonly [string, string, string])[] = [
      ["/orgs/Demo/", "NotPermitted", "You are not a member of organization Demo."],
      ["/users/demo/", "NotPermitted", "You are not user demo."],
      ["/orgs/None/", "ResourceNotFound", "There is no owner /orgs/None/."],
    ];
    for (const [owner, kind, message] of callers) {
      for (const as of strangers) {
        const errors = [fault("owner", message, kind)];
        await refused("createCollection", { owner, ...wrong }, errors, { as });
      }
    }
  });
});

describe("a collection with its versions", () => {
  const text = `query ($url: String!, $version: String!) {
    collection(url: $url) { url history { totalCount } versions { totalCount } }
    collectionVersion(url: $version) { label collection { url } }
  }`;

  it.each<readonly [string, boolean]>([
    ["VIEW", true],
    ["EDIT", true],
    ["NONE", false],
  ])("at public access %s is read by others: %s", async (publicAccess, seen) => {
    const { collection: url } = await prepared("editCollection", { publicAccess });
    const read = async (as: Viewer) =>
      dataOf(ask(text, { as, variables: { url, version: `${url}1/` } }));
    const whole = {
      collection: { url, history: { totalCount: 1 }, versions: { totalCount: 1 } },
      collectionVersion: { label: "1", collection: { url } },
    };
    const nothing = { collection: null, collectionVersion: null };
    for (const as of [anonymous, ...strangers]) {
      expect(await read(as)).toEqual(seen ? whole : nothing);
    }
    const member = await callerOf(database, { organizations: ["Demo"], scopes: ["read"] });
    expect(await read(member)).toEqual(whole);
  });
});
