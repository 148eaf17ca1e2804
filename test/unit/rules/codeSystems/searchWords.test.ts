import { describe, expect, it } from "vitest";
import { isLike, loosenedWords } from "../../../../src/rules/codeSystems/searchWords.js";

describe("isLike", () => {
  it.each([
    ["diabtes", "diabetes", true],
    ["daibetes", "diabetes", true],
    ["diabetess", "diabetes", true],
    ["dibaetse", "diabetes", true],
    ["hart", "heart", true],
    ["haert", "heart", true],
    ["heart", "heart", true],
    ["gat", "gut", false],
    ["gout", "gouty", true],
    ["goot", "gutta", false],
    ["femur", "tumor", false],
    ["morphology", "psychology", false],
    ["", "a", false],
  ])("forgives %s for %s: %s", (typed, word, like) => {
    expect(isLike(typed, word, false)).toBe(like);
  });

  it.each([
    ["diabt", "diabetes", true],
    ["cholr", "cholera", true],
    ["cho", "cholera", true],
    ["chx", "cholera", false],
    ["xyzzy", "cholera", false],
  ])("forgives %s for the beginning of %s: %s", (typed, word, like) => {
    expect(isLike(typed, word, true)).toBe(like);
  });
});

describe("loosenedWords", () => {
  it("keeps of similar words those that may be meant", () => {
    const words = [
      { typed: "hart", similar: ["heart", "hart", "chart", "harmony"] },
      { typed: "fail", similar: ["failure", "fall", "snail"] },
    ];
    expect(loosenedWords(words)).toEqual([
      { typed: "hart", similar: ["heart", "chart"] },
      { typed: "fail", similar: ["failure", "fall"] },
    ]);
  });

  it("is nothing where one word has none that is like it", () => {
    expect(loosenedWords([{ typed: "xylophone", similar: ["telephone"] }])).toBeNull();
    expect(loosenedWords([])).toBeNull();
  });
});
