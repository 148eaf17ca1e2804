import { describe, expect, it } from "vitest";
import {
  type NameClaim,
  type NamedDelivery,
  nameClashes,
} from "../../../../src/rules/references/nameClashes.js";

const FULL = "Concept fully specified name must be unique for same collection and locale.";
const PREFERRED = "Concept preferred name must be unique for same collection and locale.";

/** `f:en Fever`, `p:en Fever`; `!` behind it: the concept has it twice. */
function claim(text: string): NameClaim {
  const [kind, name = ""] = text.replace("!", "").split(":");
  return {
    kind: kind === "f" ? "FULLY_SPECIFIED" : "PREFERRED",
    name,
    repeated: text.endsWith("!"),
  };
}

/** `1 A.2`: what reference 1 brings in of concept A. */
function brings(what: string, ...claims: readonly string[]): NamedDelivery {
  const [ref, concept = "", version] = what.split(/[ .]/);
  return { ref: Number(ref), concept, version: Number(version), claims: claims.map(claim) };
}

function refusedOf(deliveries: readonly NamedDelivery[], ...added: readonly number[]) {
  return Object.fromEntries(nameClashes(deliveries, added));
}

describe("names that members of a collection have to themselves", () => {
  it("refuse what has the same of a kind, with a message for each kind", () => {
    const there = brings("1 A.1", "f:en x", "p:en y");
    expect(refusedOf([there, brings("2 B.1", "f:en x")], 2)).toEqual({ 2: [FULL] });
    expect(refusedOf([there, brings("2 B.1", "p:en y")], 2)).toEqual({ 2: [PREFERRED] });
    expect(refusedOf([there, brings("2 B.1", "p:en y", "f:en x")], 2)).toEqual({
      2: [FULL, PREFERRED],
    });
    expect(refusedOf([there, brings("2 B.1", "p:en x", "f:en y", "f:fr x")], 2)).toEqual({});
  });

  it("refuse the later of two in one request, unless the earlier was refused itself", () => {
    const deliveries = [
      brings("1 A.1", "f:en x"),
      brings("2 B.1", "f:en x", "f:fr z"),
      brings("3 C.1", "f:fr z"),
      brings("4 D.1", "f:fr z"),
    ];
    expect(refusedOf(deliveries, 2, 3, 4)).toEqual({ 2: [FULL], 4: [FULL] });
    expect(refusedOf(deliveries, 4, 3, 2)).toEqual({ 3: [FULL], 2: [FULL] });
  });

  it("refuse a list for what clashes within it, and a concept that has a name twice", () => {
    expect(refusedOf([brings("1 A.1", "p:en x"), brings("1 B.1", "p:en x")], 1)).toEqual({
      1: [PREFERRED],
    });
    expect(refusedOf([brings("1 A.1", "f:en x!")], 1)).toEqual({ 1: [FULL] });
  });

  it("look at the newest version, and at what a reference changes alone", () => {
    const clash = [brings("1 A.1", "f:en x"), brings("2 B.1", "f:en x")];
    expect(refusedOf([...clash, brings("3 A.1", "f:en x")], 3)).toEqual({});
    expect(refusedOf([...clash, brings("3 A.2", "f:en x")], 3)).toEqual({ 3: [FULL] });
    expect(
      refusedOf(
        [
          brings("1 A.1", "f:en x"),
          brings("2 A.2"),
          brings("3 B.1", "f:en x"),
          brings("3 B.2", "f:en x"),
        ],
        2,
        3,
      ),
    ).toEqual({});
    expect(
      refusedOf(
        [
          brings("1 A.1", "f:en x"),
          brings("2 B.1"),
          brings("2 B.2", "f:en x"),
          brings("3 B.1"),
          brings("3 C.1", "f:en y"),
        ],
        2,
        3,
      ),
    ).toEqual({ 2: [FULL] });
  });
});
