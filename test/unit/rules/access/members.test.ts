import { describe, expect, it } from "vitest";
import {
  removalFaults,
  roleFaults,
  type StaffedOrganization,
  staffingForbidden,
} from "../../../../src/rules/access/members.js";
import { anonymous, type Scope, type Viewer } from "../../../../src/rules/access/viewer.js";
import type { Failure } from "../../../../src/rules/failure.js";

const acme: StaffedOrganization = {
  name: "Acme",
  viewerRole: "ADMINISTRATOR",
  userRole: "ADMINISTRATOR",
  administrators: 1,
};

function viewerWith(...scopes: readonly Scope[]): Viewer {
  return { ...anonymous, client: "c", scopes: new Set(scopes) };
}

function told(faults: readonly Failure[]): readonly string[] {
  return faults.map(({ kind, path, message }) => `${kind} ${path.join(".")}: ${message}`);
}

const LAST =
  "NotPermitted user: jane is the last administrator of Acme; make somebody else one first.";

describe("who manages members", () => {
  it.each([
    ["an administrator", "ADMINISTRATOR", ["write"], true],
    ["a member", "MEMBER", ["write", "publish"], false],
    ["a stranger", null, ["write"], false],
    ["the operator, who is a stranger", null, ["admin"], true],
  ] as const)("%s", (_, viewerRole, scopes, may) => {
    const faults = staffingForbidden(viewerWith(...scopes), { ...acme, viewerRole });
    expect(told(faults)).toEqual(
      may ? [] : ["NotPermitted organization: Only an administrator of Acme manages its members."],
    );
  });
});

describe("the last administrator", () => {
  it("stays one", () => {
    expect(told(roleFaults(acme, "jane", "MEMBER"))).toEqual([LAST]);
    expect(told(roleFaults(acme, "jane", "ADMINISTRATOR"))).toEqual([]);
    expect(told(removalFaults(acme, "jane", null))).toEqual([LAST]);
    expect(told(removalFaults(acme, "jane", "ADMINISTRATOR"))).toEqual([LAST]);
  });

  it("may go where there is another one", () => {
    const two = { ...acme, administrators: 2 };
    expect(told(roleFaults(two, "jane", "MEMBER"))).toEqual([]);
    expect(told(removalFaults(two, "jane", null))).toEqual([]);
  });

  it("does not keep members from going, nor strangers from coming", () => {
    const member: StaffedOrganization = { ...acme, userRole: "MEMBER" };
    expect(told(removalFaults(member, "joe", null))).toEqual([]);
    expect(
      told(roleFaults({ ...acme, userRole: null, administrators: 0 }, "joe", "MEMBER")),
    ).toEqual([]);
  });
});

describe("who is removed", () => {
  it("must be a member", () => {
    expect(told(removalFaults({ ...acme, userRole: null }, "joe", null))).toEqual([
      "ResourceNotFound user: joe is not a member of Acme.",
    ]);
  });

  it("must have the role that is named", () => {
    expect(told(removalFaults(acme, "jane", "MEMBER"))).toEqual([
      "FieldInvalid role: jane is ADMINISTRATOR of Acme, not MEMBER.",
    ]);
  });
});
