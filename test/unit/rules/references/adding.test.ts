import { describe, expect, it } from "vitest";
import { expressionOf } from "../../../../src/rules/references/expressionOf.js";
import { addedMessage } from "../../../../src/rules/references/messages.js";
import { isPinned, listAt, pinnedTo } from "../../../../src/rules/references/pinning.js";
import { admitted, candidateKey } from "../../../../src/rules/references/uniqueness.js";
import { canonical, definition, repository } from "./definitions.js";

const one = definition({ code: "1" });
const mapping = definition({ code: "m", referenceType: "MAPPINGS" });

describe("a reference is pinned", () => {
  it.each([
    [true, one],
    [true, mapping],
    [true, definition({ code: "1", system: repository("S@HEAD") })],
    [true, definition({ code: "1", system: canonical("http://x") })],
    [false, definition({ code: "1", system: repository("S@v1") })],
    [false, definition({ code: "1", resourceVersion: "2" })],
    [false, definition({ code: "1", include: false })],
    [false, definition()],
    [false, definition({ code: "1", valuesets: [repository("C*")] })],
  ])("%s: %j", (expected, reference) => {
    expect(isPinned(reference, "PIN")).toBe(expected);
    expect(isPinned(reference, "DYNAMIC")).toBe(false);
  });

  it("to a version of its own, without cascade and HEAD", () => {
    const head = { ...one, system: repository("S@HEAD"), cascade: "SOURCE_MAPPINGS" } as const;
    expect(expressionOf(pinnedTo(head, 7))).toBe("/orgs/O/sources/S/concepts/1/7/");
  });

  it("to a release where it is a list", () => {
    expect(expressionOf(listAt(definition(), "v2"))).toBe("/orgs/O/sources/S/v2/concepts/");
    const nested = definition({ system: null, valuesets: [repository("C*"), repository("D*")] });
    expect(expressionOf(listAt(nested, "v2"))).toBe(
      "/orgs/O/collections/C/v2/concepts/?valueset=/orgs/O/collections/D/",
    );
  });
});

it.each([
  [
    true,
    one,
    "Added the latest versions of concept to the collection. Future updates will not be added automatically.",
  ],
  [
    true,
    mapping,
    "Added the latest versions of mapping to the collection. Future updates will not be added automatically.",
  ],
  [false, one, "The concept 1 is successfully added to collection Starter Set"],
  [false, mapping, "The mapping m is successfully added to collection Starter Set"],
  [false, definition(), "The reference is successfully added to collection Starter Set"],
  [
    false,
    definition({ system: canonical("http://x") }),
    "The reference is successfully added to collection Starter Set",
  ],
])("tells that it was added, pinned: %s", (pinned, reference, message) => {
  expect(addedMessage(reference, { pinned, collection: "Starter Set" })).toBe(message);
});

it("what is there is added once", () => {
  const candidate = (text: string, cascaded = false) => ({
    include: !text.startsWith("-"),
    identity: text.replace("-", ""),
    cascaded,
  });
  const present = new Set([candidateKey(candidate("a"))]);
  const asked = ["a", "-a", "b", "b", "-a"].map((text) => candidate(text));
  expect(admitted(asked, present)).toEqual([
    "NOT_UNIQUE",
    "ADDED",
    "ADDED",
    "NOT_UNIQUE",
    "NOT_UNIQUE",
  ]);
  const along = [candidate("a", true), candidate("c", true), candidate("c"), candidate("c", true)];
  expect(admitted(along, present)).toEqual(["LEFT_OUT", "ADDED", "NOT_UNIQUE", "LEFT_OUT"]);
});
