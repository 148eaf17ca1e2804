import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOlderRelease, labelFault } from "../../../../src/rules/versions/labels.js";

describe("isOlderRelease", () => {
  it.each([
    ["2025", "2026", true],
    ["2026", "2025", false],
    ["2026", "2026", false],
    ["2023-12-01", "2025-12-09", true],
    ["2025-12-09", "2023-12-01", false],
    ["2025-2-1", "2025-10-1", true],
    ["2025.01", "2025.1", false],
    ["2025.1", "2025.01", false],
    ["v9", "v10", true],
    ["2.81", "2.9", false],
    ["2025-demo", "2026-demo", true],
    ["2025-demo", "2026", false],
    ["2025", "2026-demo", false],
    ["2025", "2025-12-09", false],
    ["alpha", "beta", false],
    ["FY2025", "CY2026", false],
    ["9007199254740993", "9007199254740994", true],
  ])("%s before %s: %s", (label, than, older) => {
    expect(isOlderRelease(label, than)).toBe(older);
  });

  const number = fc.integer({ min: 0, max: 99 });
  const label = fc.tuple(number, number).map(([major, minor]) => `v${major}.${minor}`);

  it("orders labels of one form", () => {
    fc.assert(
      fc.property(label, label, label, (a, b, c) => {
        expect(isOlderRelease(a, a)).toBe(false);
        if (isOlderRelease(a, b)) expect(isOlderRelease(b, a)).toBe(false);
        if (isOlderRelease(a, b) && isOlderRelease(b, c)) expect(isOlderRelease(a, c)).toBe(true);
        expect(isOlderRelease(a, b) || isOlderRelease(b, a)).toBe(a !== b);
      }),
    );
  });
});

describe("labelFault", () => {
  it.each(["1", "2026", "v1.0", "2025-12-09", "a_b@c", "Head", "LATEST", "x".repeat(255)])(
    "allows %s",
    (label) => {
      expect(labelFault(label)).toBeNull();
    },
  );

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
  ])("reserves %s", (label) => {
    expect(labelFault(label)).toBe(`"${label}" can't be a version's label: it is reserved`);
  });

  it.each(["", " ", "a b", "a/b", "a\n", "ä", "a%20", "x".repeat(256), "\u0000"])(
    "refuses %j",
    (label) => {
      expect(labelFault(label)).toBe(
        `"${label}" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them`,
      );
    },
  );
});
