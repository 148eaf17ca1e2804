import { describe, expect, it } from "vitest";
import {
  anonymous,
  isSignedIn,
  missingScopes,
  type Scope,
  scopes,
  signature,
  type Viewer,
} from "../../../../src/rules/access/viewer.js";

const client: Viewer = { ...anonymous, client: "loader" };
const user: Viewer = { ...client, user: { id: 7, name: "jane" } };

describe("an anonymous caller", () => {
  it("is nobody and may do nothing", () => {
    expect(anonymous).toEqual({
      client: null,
      user: null,
      organizations: [],
      scopes: new Set(),
      licensors: [],
    });
  });
});

describe("isSignedIn", () => {
  it.each([
    [anonymous, false],
    [client, true],
    [user, true],
  ])("caller %#: %s", (viewer, known) => {
    expect(isSignedIn(viewer)).toBe(known);
  });
});

describe("signature", () => {
  it.each([
    [anonymous, "anonymous"],
    [client, "loader"],
    [user, "jane"],
  ])("caller %#: %s", (viewer, name) => {
    expect(signature(viewer)).toBe(name);
  });
});

describe("missingScopes", () => {
  it.each<readonly [readonly Scope[], readonly Scope[], readonly Scope[]]>([
    [[], [], []],
    [["read"], [], []],
    [[], ["write", "publish"], ["write", "publish"]],
    [["write"], ["write", "publish"], ["publish"]],
    [["publish", "write"], ["write", "publish"], []],
    [["admin"], ["read"], ["read"]],
  ])("of %j for %j: %j", (held, needed, missing) => {
    expect(missingScopes({ ...client, scopes: new Set(held) }, needed)).toEqual(missing);
  });

  it("knows four scopes, none of which includes another", () => {
    expect(scopes).toEqual(["read", "write", "publish", "admin"]);
    for (const scope of scopes) {
      const others = scopes.filter((other) => other !== scope);
      expect(missingScopes({ ...client, scopes: new Set([scope]) }, scopes)).toEqual(others);
    }
  });
});
