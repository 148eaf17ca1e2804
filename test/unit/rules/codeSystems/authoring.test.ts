import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "../../../../src/kernel/json.js";
import { encodedCode, meantCodes } from "../../../../src/rules/codeSystems/conceptCodes.js";
import { sameContent, unwritten } from "../../../../src/rules/codeSystems/conceptInputs.js";
import { isBuiltIn, spellings } from "../../../../src/rules/codeSystems/lookups.js";
import { descriptionTypeOf, nameTypeOf } from "../../../../src/rules/codeSystems/nameTypes.js";
import { judgeParents, namedParents } from "../../../../src/rules/codeSystems/parents.js";
import { isSlug, slugsToTry } from "../../../../src/rules/codeSystems/slugs.js";

describe("codes", () => {
  it("are encoded once: to encode again changes nothing, and the meaning is kept", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const code = encodedCode(text);
        expect(code).toMatch(/^[A-Za-z0-9._@+% -]*$/);
        expect(encodedCode(code)).toBe(code);
        if (!text.includes("%")) expect(decodeURIComponent(code)).toBe(text);
      }),
    );
  });

  it.each([
    ["A000", ["A00.0"]],
    [" a/b ", ["a/b", "a%2Fb"]],
    ["\u0000", []],
  ])("%j means %j", (given, codes) => {
    expect(meantCodes("ICD10CM", given)).toEqual(codes);
  });
});

describe("types of names and descriptions", () => {
  it.each([
    ["Fully Specified", "FULLY_SPECIFIED"],
    ["fully-specified", "FULLY_SPECIFIED"],
    ["FULLY_SPECIFIED", "FULLY_SPECIFIED"],
    ["short", "SHORT"],
    ["Index Term", "INDEX_TERM"],
    ["None", null],
    [" ", null],
    [null, null],
    ["constructor", "constructor"],
    ["Long Common Name", "Long Common Name"],
  ])("%j is %s", (given, type) => {
    expect(nameTypeOf(given)).toBe(type);
  });

  it("a description's None is none", () => {
    expect(["None", "", "Definition"].map(descriptionTypeOf)).toEqual([null, null, "Definition"]);
  });
});

describe("lists of words", () => {
  it.each([
    ["CLASS", "Diagnosis", true],
    ["CLASS", "diagnosis", false],
    ["CLASS", "", false],
    ["DATATYPE", "N/A", true],
    ["DATATYPE", "Number", false],
    ["NAME_TYPE", "INDEX_TERM", true],
    ["DESCRIPTION_TYPE", "Definition", true],
    ["LOCALE", "en", true],
    ["LOCALE", "zh-Hant-TW", true],
    ["LOCALE", "xx", false],
  ] as const)("of %s: %j %s", (list, word, known) => {
    expect(isBuiltIn({ list, word })).toBe(known);
  });

  it("name types are looked up in both spellings", () => {
    const word = (list: "NAME_TYPE" | "CLASS", text: string) => spellings({ list, word: text });
    expect(word("NAME_TYPE", "FULLY_SPECIFIED")).toEqual(["FULLY_SPECIFIED", "Fully Specified"]);
    expect(word("CLASS", "MISC_ORDER")).toEqual(["MISC_ORDER"]);
  });
});

describe("parents", () => {
  const system = {
    shortCode: "S",
    ownerOrganization: "O",
    ownerUser: null,
    codeNormalization: "NONE",
  } as const;

  it("are named by code or by a URL of the same code system", () => {
    const given = ["a", "/orgs/O/sources/S/concepts/b%2Fc/", "/orgs/P/sources/S/concepts/a/"];
    const others = ["/users/O/sources/S/concepts/a/", "/orgs/O/collections/S/concepts/a/"];
    expect(namedParents([...given, ...others], system, null)).toEqual([
      { given: "a", codes: ["a"] },
      { given: given[1], codes: ["b/c", "b%2Fc"] },
      { given: given[2], codes: [] },
      ...others.map((text) => ({ given: text, codes: [] })),
    ]);
  });

  it("never make a cycle, whatever the edges", () => {
    const codes = ["a", "b", "c", "d", "e"];
    const edge = fc.record({
      child: fc.constantFrom(...codes),
      parent: fc.constantFrom(...codes),
    });
    // Only upwards in the alphabet: a hierarchy without cycles.
    const edges = fc.array(edge.filter(({ child, parent }) => child < parent));
    fc.assert(
      fc.property(
        edges,
        fc.constantFrom(...codes),
        fc.subarray(codes),
        (before, child, parents) => {
          const named = parents.map((given) => ({ given, codes: [given] }));
          const judged = judgeParents(child, named, { existing: new Set(codes), edges: before });
          expect(judged.codes.length + judged.faults.length).toBe(parents.length);
          const above = (from: string): Set<string> => {
            const reached = new Set([from]);
            for (const code of reached) {
              for (const one of before) if (one.child === code) reached.add(one.parent);
            }
            return reached;
          };
          for (const code of judged.codes) expect(above(code).has(child)).toBe(false);
          for (const { path } of judged.faults) {
            const parent = parents[Number(path[1])] ?? "";
            expect(above(parent).has(child)).toBe(true);
          }
        },
      ),
    );
  });

  it("that were in a cycle before are walked once", () => {
    const edges = [
      { child: "b", parent: "c" },
      { child: "c", parent: "b" },
    ];
    const named = [{ given: "b", codes: ["b"] }];
    expect(judgeParents("a", named, { existing: new Set(["b", "c"]), edges })).toEqual({
      codes: ["b"],
      faults: [],
    });
  });
});

describe("equal contents", () => {
  it("do not care for the order of parents and of keys", () => {
    const content = { ...unwritten("a"), parents: ["x", "y"], extras: { a: 1, b: { c: 2, d: 3 } } };
    const other = { ...content, parents: ["y", "x"], extras: { b: { d: 3, c: 2 }, a: 1 } };
    expect(sameContent(content, other)).toBe(true);
    expect(sameContent(content, { ...other, extras: { a: 1 } })).toBe(false);
  });

  it("are told by the same text", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const again: unknown = JSON.parse(JSON.stringify(value));
        expect(jsonText(again)).toBe(jsonText(value));
        expect(JSON.parse(jsonText(value))).toEqual(again);
      }),
    );
  });
});

it("slugs of short codes are slugs, and never twice the same", () => {
  const shortCode = fc.stringMatching(/^[A-Za-z0-9._@-]{1,255}$/);
  fc.assert(
    fc.property(shortCode, shortCode, (code, owner) => {
      const slugs: string[] = [];
      for (const slug of slugsToTry(code, owner)) if (slugs.push(slug) === 5) break;
      expect(slugs.every(isSlug)).toBe(true);
      expect(new Set(slugs).size).toBe(slugs.length);
    }),
  );
});
