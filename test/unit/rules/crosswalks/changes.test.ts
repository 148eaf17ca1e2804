import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributeOverflows,
  changesOfAdding,
  noMapConflicts,
  noMapKey,
  pairIdentifier,
} from "../../../../src/rules/crosswalks/changes.js";
import { type Pair, pairKeyText } from "../../../../src/rules/crosswalks/content.js";
import type { PairRequest } from "../../../../src/rules/crosswalks/judgeMappings.js";

const CROSSWALK = "0b0c2d3e-4f50-4a6b-8c7d-9e0f10213243";

function request(targetCode: string, more: Partial<PairRequest> = {}): PairRequest {
  return {
    path: ["mappings", "0"],
    sourceSystem: "icd9cm",
    sourceCode: "001.0",
    targetSystem: "icd10cm",
    targetCode,
    relationship: null,
    attributes: [],
    ...more,
  };
}

function pair(targetCode: string, more: Partial<Pair> = {}): Pair {
  const { path: _, ...plain } = request(targetCode);
  return {
    ...plain,
    identifier: pairIdentifier(CROSSWALK, plain),
    relationship: null,
    attributes: [],
    ...more,
  };
}

function key(targetCode: string) {
  const { sourceSystem, sourceCode, targetSystem } = request(targetCode);
  return { sourceSystem, sourceCode, targetSystem, targetCode };
}

describe("pairIdentifier", () => {
  it("is the name-based UUID of the pair's key in the namespace of its crosswalk", () => {
    // Python: uuid5(UUID(CROSSWALK), "\\0".join(["icd9cm", "001.0", "icd10cm", "A00.0"]))
    expect(pairIdentifier(CROSSWALK, key("A00.0"))).toBe("1afbcf4c-abc6-52d7-8c63-d4831096543a");
  });

  it("differs with every part of the key", () => {
    const others = [
      pairIdentifier("1b0c2d3e-4f50-4a6b-8c7d-9e0f10213243", key("A00.0")),
      ...["sourceSystem", "sourceCode", "targetSystem", "targetCode"].map((part) =>
        pairIdentifier(CROSSWALK, { ...key("A00.0"), [part]: "other" }),
      ),
    ];
    expect(new Set([...others, pairIdentifier(CROSSWALK, key("A00.0"))]).size).toBe(6);
  });
});

describe("changesOfAdding", () => {
  it("opens pairs that are not there", () => {
    const attributes = [{ key: " k ", value: "v" }, { key: "l" }];
    const added = request("A00.0", { relationship: "EQUIVALENT", attributes });
    expect(changesOfAdding(CROSSWALK, [added], [])).toEqual({
      closed: [],
      opened: [
        pair("A00.0", {
          relationship: "EQUIVALENT",
          attributes: [
            { key: "k", value: "v" },
            { key: "l", value: null },
          ],
        }),
      ],
    });
  });

  it.each<readonly [string, Partial<PairRequest>]>([
    ["nothing more is said", {}],
    ["the same relationship is given", { relationship: "EQUIVALENT" }],
    ["the same attribute is given", { attributes: [{ key: "a", value: " 1 " }] }],
    ["an empty value is given to an empty one", { attributes: [{ key: "b", value: "" }] }],
  ])("changes nothing where %s", (_, more) => {
    const standing = pair("A00.0", {
      relationship: "EQUIVALENT",
      attributes: [
        { key: "a", value: "1" },
        { key: "b", value: null },
      ],
    });
    expect(changesOfAdding(CROSSWALK, [request("A00.0", more)], [standing])).toEqual({
      closed: [],
      opened: [],
    });
  });

  it("lays attributes over those that are there, replaces the relationship, keeps the identifier", () => {
    const standing = pair("A00.0", {
      identifier: "77777777-7777-4777-8777-777777777777",
      relationship: "EQUIVALENT",
      attributes: [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ],
    });
    const attributes = [
      { key: "c", value: "3" },
      { key: "a", value: null },
    ];
    const edit = request("A00.0", { relationship: "RELATED_TO", attributes });
    expect(changesOfAdding(CROSSWALK, [edit], [standing])).toEqual({
      closed: [key("A00.0")],
      opened: [
        {
          ...standing,
          relationship: "RELATED_TO",
          attributes: [
            { key: "a", value: null },
            { key: "b", value: "2" },
            { key: "c", value: "3" },
          ],
        },
      ],
    });
  });

  it("keeps the relationship where none is given", () => {
    const standing = pair("A00.0", { relationship: "EQUIVALENT" });
    const edit = request("A00.0", { attributes: [{ key: "a" }] });
    const { opened } = changesOfAdding(CROSSWALK, [edit], [standing]);
    expect(opened).toMatchObject([{ relationship: "EQUIVALENT" }]);
  });

  it("ends a no-map when its source code gets a target, once for all targets", () => {
    const noMap = pair("");
    expect(changesOfAdding(CROSSWALK, [request("A00.0"), request("A00.1")], [noMap])).toEqual({
      closed: [key("")],
      opened: [pair("A00.0"), pair("A00.1")],
    });
  });

  it("leaves the no-maps of other target systems and source codes alone", () => {
    const others = [pair("", { targetSystem: "mvx" }), pair("", { sourceCode: "001.1" })];
    expect(changesOfAdding(CROSSWALK, [request("A00.0")], others).closed).toEqual([]);
  });

  it("changes nothing for a no-map that stands", () => {
    expect(changesOfAdding(CROSSWALK, [request("")], [pair("")])).toEqual({
      closed: [],
      opened: [],
    });
  });

  it("gives the same pair the same identifier, whoever adds it, whenever", () => {
    const codes = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"));
    fc.assert(
      fc.property(codes, codes, (first, second) => {
        const requests = (of: string[]) => of.map((code) => request(code));
        const before = changesOfAdding(CROSSWALK, requests(first), []).opened;
        const again = changesOfAdding(CROSSWALK, requests(second), before);
        expect(again.opened.map(({ targetCode }) => targetCode)).toEqual(
          second.filter((code) => !first.includes(code)),
        );
        expect(again.closed).toEqual([]);
        for (const { targetCode, identifier } of [...before, ...again.opened]) {
          expect(identifier).toBe(pairIdentifier(CROSSWALK, key(targetCode)));
        }
      }),
    );
  });
});

describe("noMapConflicts", () => {
  const noMap = request("", { path: ["mappings", "1"] });
  const conflict = {
    kind: "FieldInvalid",
    path: ["mappings", "1", "noMap"],
    message: "001.0 has targets; delete them before stating that nothing corresponds to it",
  };
  const none: ReadonlySet<string> = new Set();

  it("finds none among targets alone, or no-maps alone", () => {
    expect(noMapConflicts([request("A00.0"), request("A00.1")], none)).toEqual([]);
    expect(noMapConflicts([noMap], none)).toEqual([]);
  });

  it("refuses a no-map of a source code that the same request gives a target", () => {
    expect(noMapConflicts([noMap, request("A00.0")], none)).toEqual([conflict]);
    expect(noMapConflicts([request("A00.0"), noMap], none)).toEqual([conflict]);
  });

  it("refuses a no-map of a source code that has targets in the crosswalk", () => {
    const withTargets = new Set([pairKeyText(noMapKey(request("A00.9")))]);
    expect(noMapConflicts([noMap], withTargets)).toEqual([conflict]);
  });

  it("allows both in different target systems", () => {
    expect(noMapConflicts([noMap, request("07", { targetSystem: "cvx" })], none)).toEqual([]);
    const withTargets = new Set([pairKeyText(noMapKey(request("07", { targetSystem: "cvx" })))]);
    expect(noMapConflicts([noMap], withTargets)).toEqual([]);
  });

  it("allows targets for a source code that has targets", () => {
    const withTargets = new Set([pairKeyText(noMapKey(request("A00.9")))]);
    expect(noMapConflicts([request("A00.0")], withTargets)).toEqual([]);
  });
});

describe("attributeOverflows", () => {
  const attributes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ key: `${at}`, value: null }));
  const full = pair("A00.0", { attributes: attributes(100) });

  function overflows(...requests: PairRequest[]) {
    return attributeOverflows(requests, changesOfAdding(CROSSWALK, requests, [full]));
  }

  it("lets a pair have a hundred attributes", () => {
    const again = [{ key: "99", value: "new" }];
    expect(overflows(request("A00.0", { attributes: again }))).toEqual([]);
    expect(overflows(request("A00.1", { attributes: attributes(100) }))).toEqual([]);
  });

  it("refuses the hundred and first, wherever the others came from", () => {
    const path = ["mappings", "0", "targets", "1"];
    const one = request("A00.0", { path, attributes: [{ key: "new" }] });
    const many = request("A00.1", { path, attributes: attributes(102) });
    expect(overflows(request("A00.2"), one, many)).toEqual([
      {
        kind: "FieldInvalid",
        path: [...path, "customAttributes"],
        message: "Custom attributes: the pair would have 101; at most 100 are allowed",
      },
      {
        kind: "FieldInvalid",
        path: [...path, "customAttributes"],
        message: "Custom attributes: the pair would have 102; at most 100 are allowed",
      },
    ]);
  });
});
