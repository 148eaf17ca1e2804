import { describe, expect, it } from "vitest";
import { newOrganizationFaults } from "../../../../src/rules/access/newOrganization.js";

function faultsOf(made: Parameters<typeof newOrganizationFaults>[0]): readonly string[] {
  return newOrganizationFaults(made).map(
    ({ kind, path, message }) => `${kind} ${path.join(".")}: ${message}`,
  );
}

const ALLOWED = "letters, digits and -._@ are allowed, 1 to 255 of them";

describe("a new organization", () => {
  it.each(["A", "CIEL", "CDC-NCIRD", "a.b_c@d-9", ".hidden", "a".repeat(255), "  Acme\t"])(
    "may be called %j",
    (name) => {
      expect(faultsOf({ name, displayName: null })).toEqual([]);
    },
  );

  it.each(["", " ", "\u00a0"])("must have a name: %j", (name) => {
    expect(faultsOf({ name })).toEqual(["FieldInvalid name: Organization name is required"]);
  });

  it.each(["A B", "A/B", "A:B", "Ä", "a".repeat(256), "A[1]"])("can't be called %j", (name) => {
    expect(faultsOf({ name })).toEqual([
      `FieldInvalid name: "${name}" can't be the name of an organization: ${ALLOWED}`,
    ]);
  });

  it.each([
    "HEAD",
    "latest",
    "versions",
    "concepts",
    "mappings",
    "references",
    "extras",
    "export",
    "processing",
    "summary",
    "expansions",
    ".",
    "..",
  ])("can't be called %j, which is reserved", (name) => {
    expect(faultsOf({ name })).toEqual([
      `FieldInvalid name: "${name}" can't be the name of an organization: it is reserved`,
    ]);
  });

  it("can't be called what no database keeps", () => {
    expect(faultsOf({ name: "A\u0000", displayName: "\ud800", website: "https://\u0000" })).toEqual(
      [
        "FieldInvalid name: Organization name holds a character that is not text",
        "FieldInvalid displayName: Display name holds a character that is not text",
        "FieldInvalid website: Website holds a character that is not text",
      ],
    );
  });

  it.each(["https://x.org", "http://x.org/a?b#c", "HTTPS://X.ORG", " https://x.org "])(
    "may have the website %j",
    (website) => {
      expect(faultsOf({ name: "A", website })).toEqual([]);
    },
  );

  it.each(["x.org", "ftp://x.org", "javascript:alert(1)", "https://", "https://x y", "http:///x"])(
    "can't have the website %j",
    (website) => {
      expect(faultsOf({ name: "A", website })).toEqual([
        "FieldInvalid website: Website must be an address that begins with http:// or https://",
      ]);
    },
  );

  it("has all its faults named at once", () => {
    const long = { displayName: "𝄞".repeat(501), website: `https://${"x".repeat(1993)}` };
    expect(faultsOf({ name: " ", ...long })).toEqual([
      "FieldInvalid name: Organization name is required",
      "FieldInvalid displayName: Display name is 501 characters long; at most 500 are allowed",
      "FieldInvalid website: Website is 2001 characters long; at most 2000 are allowed",
    ]);
  });
});
