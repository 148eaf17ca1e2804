import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Scope, type Viewer } from "../../../src/rules/access/viewer.js";
import {
  type AuthoringMutation,
  authoringMutations,
  authoringText,
  fault,
  type Input,
} from "../../support/authoringGraph.js";
import { errorsOf } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { callerOf, grantLicence, makeOrganization } from "../../support/viewers.js";
import { named, useAuthor } from "./world.js";

const { database, ask, mutate, refused, carriedOut, newSystem, newConcept, codeSystem } =
  useAuthor();
const NO_TOKEN = "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.";
const lacks = (scopes: string) => `FORBIDDEN: The token lacks the scope ${scopes}.`;

/** What a mutation says beside the code system, the scopes it needs, and what of the system it changes. */
interface Row {
  readonly more: Input;
  readonly scopes: string;
  readonly part: "CONTENT" | "DETAILS";
}
const rows: Readonly<Record<Exclude<AuthoringMutation, "createCodeSystem">, Row>> = {
  editCodeSystem: { more: { name: "Other" }, scopes: "write", part: "DETAILS" },
  createCodeSystemVersion: { more: { version: "2" }, scopes: "write", part: "DETAILS" },
  editCodeSystemVersion: {
    more: { version: "1", released: true },
    scopes: "write publish",
    part: "DETAILS",
  },
  createConcept: {
    more: { code: "new", conceptClass: "Misc", names: [named("n")] },
    scopes: "write",
    part: "CONTENT",
  },
  editConcept: { more: { code: "a", names: [named("n")] }, scopes: "write", part: "CONTENT" },
  retireConcept: { more: { code: "a" }, scopes: "write", part: "CONTENT" },
  reviveConcept: { more: { code: "b" }, scopes: "write", part: "CONTENT" },
};
const names = Object.keys(rows) as (keyof typeof rows)[];

function demo(...scopes: readonly Scope[]): Promise<Viewer> {
  return callerOf(database, { user: "demo", organizations: ["Demo"], scopes });
}

/** A code system with a version, a concept in use and a retired one; and a mutation's input for it. */
async function prepared(name: keyof typeof rows, more: Input = {}) {
  const slug = await newSystem(more);
  await newConcept(slug, "a");
  await newConcept(slug, "b");
  await carriedOut("retireConcept", { codeSystem: slug, code: "b" });
  await carriedOut("createCodeSystemVersion", { codeSystem: slug, version: "1" });
  return { slug, input: { codeSystem: slug, ...rows[name].more } };
}

function errors(name: AuthoringMutation, input: Input, as: Viewer) {
  return errorsOf(ask(authoringText(name), { as, variables: { input } }));
}

let strangers: readonly Viewer[];

beforeAll(async () => {
  strangers = [
    await callerOf(database, { organizations: ["Other"] }),
    await callerOf(database, { scopes: ["read", "write", "publish", "admin"] }),
  ];
});

it("the table has a row for every mutation", () => {
  expect([...names, "createCodeSystem"].toSorted()).toEqual(
    Object.keys(authoringMutations).toSorted(),
  );
});

describe.each(names)("%s", (name) => {
  const { scopes, part } = rows[name];

  it("is refused without a token, and without the scopes", async () => {
    const { input } = await prepared(name);
    const needed = scopes.split(" ") as Scope[];
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

  it("is not permitted to strangers, who see the code system", async () => {
    const { input } = await prepared(name, { shortCode: `Seen-${name}`, slug: `seen-${name}` });
    const message = `Only members of organization Demo may change Seen-${name}.`;
    for (const as of strangers) {
      await refused(name, input, [fault("codeSystem", message, "NotPermitted")], { as });
    }
  });

  it("tells strangers of a private code system what it tells of none", async () => {
    const { slug, input } = await prepared(name, { publicAccess: "NONE" });
    const missing = fault("codeSystem", `There is no code system ${slug}.`, "ResourceNotFound");
    for (const as of strangers) await refused(name, input, [missing], { as });
  });

  it(`is done for a member with ${scopes} alone, and for an administrator`, async () => {
    const needed = scopes.split(" ") as Scope[];
    const member = await callerOf(database, { organizations: ["Demo"], scopes: needed });
    for (const as of [member, await demo(...needed)]) {
      const { input } = await prepared(name);
      expect((await mutate(name, input, { as })).userErrors).toEqual([]);
    }
  });

  it(`with public access EDIT is ${part === "CONTENT" ? "everybody's" : "the owner's alone"}`, async () => {
    const { input } = await prepared(name, { publicAccess: "EDIT" });
    const [stranger = anonymous] = strangers;
    const { userErrors } = await mutate(name, input, { as: stranger });
    expect(userErrors.map(({ __typename }) => __typename)).toEqual(
      part === "CONTENT" ? [] : ["NotPermitted"],
    );
    await expectNothingDone(database, () => errors(name, input, anonymous), [NO_TOKEN]);
  });

  it("of a deactivated code system is refused", async () => {
    const { slug, input } = await prepared(name, { shortCode: `Off-${name}` });
    await database.write(({ queries }) =>
      queries.execute(
        `update repository set deactivated_at = now() where short_code = 'Off-${name}'`,
      ),
    );
    const message = `Off-${name} is deactivated; reactivate it before changing it.`;
    expect(slug).toBe(`off-${name.toLowerCase()}`);
    for (const as of [undefined, ...strangers]) {
      await refused(name, input, [fault("codeSystem", message, "ResourceArchived")], as && { as });
    }
  });

  it("of a user's own code system is that user's alone", async () => {
    const { slug, input } = await prepared(name, { owner: "/user/" });
    const short = slug.toUpperCase();
    const message = `Only user demo may change ${short}.`;
    const member = await callerOf(database, { organizations: ["Demo"] });
    await refused(name, input, [fault("codeSystem", message, "NotPermitted")], { as: member });
    expect((await mutate(name, input)).userErrors).toEqual([]);
  });
});

it("a released version is made with the scope publish alone", async () => {
  const slug = await newSystem();
  const input = { codeSystem: slug, version: "1", released: true };
  const writer = await demo("read", "write");
  const name = "createCodeSystemVersion";
  await expectNothingDone(database, () => errors(name, input, writer), [lacks("publish")]);
  expect((await mutate(name, { ...input, released: false }, { as: writer })).userErrors).toEqual(
    [],
  );
  const edit = { codeSystem: slug, version: "1", description: "d" };
  const text = await mutate("editCodeSystemVersion", edit, { as: writer });
  expect(text.userErrors).toEqual([]);
  for (const released of [true, false]) {
    const work = () => errors("editCodeSystemVersion", { ...edit, released }, writer);
    await expectNothingDone(database, work, [lacks("publish")]);
  }
});

describe("createCodeSystem", () => {
  it("needs a token with the scope write", async () => {
    const input = { owner: "Demo", shortCode: "Mine", name: "x" };
    const callers = [
      [anonymous, NO_TOKEN],
      [await demo("read", "publish", "admin"), lacks("write")],
    ] as const;
    for (const [as, error] of callers) {
      await expectNothingDone(database, () => errors("createCodeSystem", input, as), [error]);
    }
    const made = await mutate("createCodeSystem", input, { as: await demo("write") });
    expect(made.userErrors).toEqual([]);
  });
});

describe("licensed content", () => {
  const licence = {
    __typename: "LicenseRequired",
    path: ["codeSystem"],
    message: "cpt2025 needs a licence of AMA, which none of your organizations holds.",
    codeSystem: "cpt2025",
    licensor: "AMA",
  };

  it("is written by nobody without the licence, whether or not the code is there", async () => {
    const member = await callerOf(database, { organizations: ["AMA"] });
    for (const as of [member, ...strangers]) {
      for (const name of names.filter((one) => rows[one].part === "CONTENT")) {
        await refused(name, { codeSystem: "cpt2025", ...rows[name].more }, [licence], { as });
      }
    }
  });

  it("is written by licensed members of its owner, and by no others", async () => {
    await grantLicence(database, { to: "AMA", licensor: "AMA" });
    await makeOrganization(database, "Clinic");
    await grantLicence(database, { to: "Clinic", licensor: "AMA" });
    const input = { codeSystem: "cpt2025", ...rows.createConcept.more };
    const clinic = await callerOf(database, { organizations: ["Clinic"] });
    const message = "Only members of organization AMA may change CPT-2025.";
    await refused("createConcept", input, [fault("codeSystem", message, "NotPermitted")], {
      as: clinic,
    });
    const member = await callerOf(database, { organizations: ["AMA"] });
    expect((await mutate("createConcept", input, { as: member })).made).toMatchObject({
      code: "new",
    });
    const read = 'concept(code: "new") { display } concepts { totalCount }';
    expect(await codeSystem("cpt2025", read, clinic)).toEqual({
      concept: { display: "n" },
      concepts: { totalCount: 1 },
    });
    expect(await codeSystem("cpt2025", read)).toEqual({
      concept: null,
      concepts: { totalCount: 0 },
    });
  });
});
