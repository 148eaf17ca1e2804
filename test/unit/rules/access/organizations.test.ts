import { describe, expect, it } from "vitest";
import { chooseOrganization } from "../../../../src/rules/access/organizations.js";
import { anonymous, type Membership, type Viewer } from "../../../../src/rules/access/viewer.js";

const demo: Membership = { id: 1, name: "Demo", role: "ADMINISTRATOR", asserted: true };
const lab: Membership = { id: 2, name: "Lab", role: "MEMBER", asserted: false };
const EXISTING = ["Demo", "Lab", "Other"];

/** What is chosen, and which names were looked up for it. */
async function choose(organizations: readonly Membership[], named: string | null | undefined) {
  const viewer: Viewer = { ...anonymous, client: "test", organizations };
  const asked: string[] = [];
  const result = await chooseOrganization(viewer, named, async (name) => {
    asked.push(name);
    return EXISTING.includes(name);
  });
  return { result, asked };
}

describe("chooseOrganization", () => {
  it.each([null, undefined, "", "  "])("takes the only one where %j is named", async (named) => {
    expect(await choose([lab], named)).toEqual({ result: { ok: true, value: lab }, asked: [] });
  });

  it.each(["Lab", " Lab\n"])("takes the one that %j names", async (named) => {
    expect(await choose([demo, lab], named)).toEqual({
      result: { ok: true, value: lab },
      asked: [],
    });
  });

  it("has a caller of several name one", async () => {
    expect(await choose([demo, lab], null)).toEqual({
      result: {
        ok: false,
        failure: [
          {
            kind: "FieldInvalid",
            path: ["organization"],
            message: "Name one of your organizations: Demo, Lab.",
          },
        ],
      },
      asked: [],
    });
  });

  it("permits nothing to a caller of none", async () => {
    expect((await choose([], null)).result).toEqual({
      ok: false,
      failure: [
        {
          kind: "NotPermitted",
          path: ["organization"],
          message: "You are a member of no organization; a crosswalk belongs to one.",
        },
      ],
    });
  });

  it.each([[[]], [[demo]], [[demo, lab]]])("permits nothing for others: %j", async (own) => {
    expect(await choose(own, "Other")).toEqual({
      result: {
        ok: false,
        failure: [
          {
            kind: "NotPermitted",
            path: ["organization"],
            message: "You are not a member of organization Other.",
          },
        ],
      },
      asked: ["Other"],
    });
  });

  it.each(["Nobody", "demo"])("does not find %s", async (named) => {
    expect((await choose([demo], named)).result).toEqual({
      ok: false,
      failure: [
        {
          kind: "ResourceNotFound",
          path: ["organization"],
          message: `There is no organization ${named}.`,
        },
      ],
    });
  });

  it.each(["De\u0000mo", "\uD83D"])("does not look for %j, which is no name", async (named) => {
    const { result, asked } = await choose([demo], named);
    expect(result).toMatchObject({ ok: false, failure: [{ kind: "ResourceNotFound" }] });
    expect(asked).toEqual([]);
  });
});
