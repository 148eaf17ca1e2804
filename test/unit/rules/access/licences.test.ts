import { expect, it } from "vitest";
import { expiryFaults } from "../../../../src/rules/access/licences.js";

const now = new Date("2026-01-15T12:00:00.000Z");

it.each([
  [null, []],
  [new Date(now.getTime() + 1), []],
  [new Date("9999-12-31T23:59:59.999Z"), []],
  [now, ["expiresAt: The licence would have ended already; expiresAt must lie ahead"]],
  [new Date(0), ["expiresAt: The licence would have ended already; expiresAt must lie ahead"]],
  [new Date("+010000-01-01T00:00:00Z"), ["expiresAt: expiresAt must lie before the year 10000"]],
])("a licence that ends at %s", (expiresAt, faults) => {
  const told = expiryFaults(expiresAt, now).map(({ path, message }) => `${path}: ${message}`);
  expect(told).toEqual(faults);
});
