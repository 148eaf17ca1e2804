import { describe, expect, it } from "vitest";
import { FileRefused } from "../../../src/importers/format.js";
import { formats, recognise } from "../../../src/importers/formats.js";
import { HEAD_BYTES } from "../../../src/importers/headBytes.js";
import { rowsOf, sourceFile } from "../../unit/importers/sourceFiles.js";
import { COUNTS } from "./counts.js";
import {
  ABSENT,
  concepts,
  hasReleases,
  pairs,
  readRelease,
  releaseFiles,
  releaseHead,
} from "./releases.js";

/** Format, file, pairs, codes without a target, lines that repeat a pair, sources, equivalent. */
const MAPS = [
  ["gem-icd10cm-icd9cm", "gems/2018_I10gem.txt", 80_559, 731, 303, 71_704, 3522],
  ["gem-icd9cm-icd10cm", "gems/2018_I9gem.txt", 24_428, 422, 10, 14_567, 3522],
  ["gem-icd9pcs-icd10pcs", "gems/gem_i9pcs.txt", 72_415, 210, 968, 3882, 47],
  ["gem-icd10pcs-icd9pcs", "gems/gem_pcsi9.txt", 100_935, 31, 59, 78_705, 47],
] as const;

/** What other files seem to be. */
const SEEMS = [
  ["icd10cm/conversion/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx", "an Excel workbook"],
  [
    "icd10cm/addenda/icd10cm-order-addenda-2026.txt",
    "a list of changes to an order file (addenda)",
  ],
  ["icd10pcs/order_addenda_2025.txt", "a list of changes to an order file (addenda)"],
  ["icd10cm/addenda/POAexemptAddCodesFY26.txt", "a table separated by tabs"],
  ["cvx/2025-12-09/visurl.xml", "an XML file with the root element <VISURL>"],
  ["cvx/2023-12-01/NDC_Linker.txt", "a table separated by vertical bars"],
  ["hcpcs/HCPC2018_README.txt", "a text file"],
  ["fhir/tho/_package.json", "a JSON file"],
  ["ocl/oclapi2_samples/DemoSource_v1.0.20230526120030.zip", "a zip archive"],
] as const;

function recognisedNames(head: Uint8Array): readonly string[] {
  const found = recognise(head);
  return "format" in found ? [found.format, ...found.others].map(({ name }) => name) : [];
}

function isCodeSystem(path: string): boolean {
  return /^fhir\/.*\/CodeSystem-[^/]*\.json$/.test(path);
}

function isConceptMap(path: string): boolean {
  return /^fhir\/.*\/ConceptMap-[^/]*\.json$/.test(path);
}

function isValueSet(path: string): boolean {
  return /^fhir\/.*\/[Vv]alue[Ss]et-[^/]*\.json$/.test(path);
}

describe.runIf(hasReleases)(`the publishers' whole files${hasReleases ? "" : ABSENT}`, () => {
  it.each(COUNTS)("%s reads %j without a rejection", async (name, paths, contents, lines) => {
    const result = await readRelease(name, paths);
    expect([result.contents.length, result.lines, result.rejected]).toEqual([contents, lines, 0]);
  });

  it("give every ICD-10-CM code a parent that stands above it", async () => {
    for (const [year, billable] of [
      [2025, 74_260],
      [2026, 74_719],
    ] as const) {
      const codes = await concepts("icd10cm-order", [`icd10cm/icd10cm-order-${year}.txt`]);
      const all = [...codes.values()];
      expect(all.filter(({ extras }) => extras.billable === true)).toHaveLength(billable);
      const before = new Set<string>();
      const wrong = all.filter(({ code, parents: [parent, ...others] }) => {
        before.add(code);
        if (code.length === 3) return parent !== undefined;
        return parent === undefined || others.length > 0 || !before.has(parent);
      });
      expect(wrong).toEqual([]);
      expect(Math.max(...all.map(({ names }) => names[0]?.name.length ?? 0))).toBe(228);
    }
  });

  it("give every ICD-10-PCS code the table that it begins with", async () => {
    const codes = await concepts("icd10pcs-order", ["icd10pcs/icd10pcs_order_2025.txt"]);
    const all = [...codes.values()];
    const tables = all.filter(({ code }) => code.length === 3);
    expect([tables.length, all.length - tables.length]).toEqual([908, 78_948]);
    expect(all.filter(({ extras }) => extras.billable === true)).toHaveLength(78_948);
    expect(tables.filter(({ parents }) => parents.length > 0)).toEqual([]);
    const others = all.filter(({ code }) => code.length !== 3);
    const wrong = others.filter(({ code, parents }) => parents.join() !== code.slice(0, 3));
    expect(wrong).toEqual([]);
  });

  it("show what ICD-10-CM of 2026 changed", async () => {
    const before = await concepts("icd10cm-order", ["icd10cm/icd10cm-order-2025.txt"]);
    const after = await concepts("icd10cm-order", ["icd10cm/icd10cm-order-2026.txt"]);
    const added = [...after.values()].filter(({ code }) => !before.has(code));
    const removed = [...before.keys()].filter((code) => !after.has(code));
    const kept = [...after.values()].filter(({ code }) => before.has(code));
    const flipped = kept.filter(
      ({ code, extras }) => before.get(code)?.extras.billable !== extras.billable,
    );
    const reworded = kept.filter(
      ({ code, names }) => before.get(code)?.names[0]?.name !== names[0]?.name,
    );
    const billable = added.filter(({ extras }) => extras.billable === true);
    expect([added.length, billable.length, removed.length]).toEqual([614, 487, 12]);
    expect([flipped.length, reworded.length]).toEqual([16, 45]);
    expect(flipped.filter(({ extras }) => extras.billable === true)).toEqual([]);
  });

  it("have both titles of every ICD-9-CM code, decoded", async () => {
    const diagnoses = await concepts("icd9cm-dx-titles", [
      "icd9cm/CMS32_DESC_SHORT_DX.txt",
      "icd9cm/CMS32_DESC_LONG_DX.txt",
    ]);
    const procedures = await concepts("icd9cm-sg-titles", [
      "icd9cm/CMS32_DESC_LONG_SG.txt",
      "icd9cm/CMS32_DESC_SHORT_SG.txt",
    ]);
    const same = (all: typeof diagnoses) =>
      [...all.values()].filter(({ names }) => names.length === 1).length;
    expect([same(diagnoses), same(procedures)]).toEqual([1623, 504]);
    const texts = [...diagnoses.values()].flatMap(({ names }) => names.map(({ name }) => name));
    const foreign = texts.filter((text) => /[^ -~]/.test(text));
    expect(foreign).toHaveLength(7);
    expect(foreign.filter((text) => /[^ -~\u00c0-\u00ff]/.test(text))).toEqual([]);
    expect(diagnoses.get("386.00")?.names[0]?.name).toBe(
      "M\u00e9ni\u00e8re's disease, unspecified",
    );
    expect(diagnoses.get("E800.0")?.names).toHaveLength(2);
    expect(procedures.get("39.29")?.names).toHaveLength(2);
  });

  it.each([
    ["2023-12-01", 131, 52],
    ["2025-12-09", 136, 53],
  ])("have the same vaccines in both forms, of %s", async (day, retired, retiredMakers) => {
    const xml = await concepts("cvx-xml", [`cvx/${day}/cvx.xml`]);
    expect(xml).toEqual(await concepts("cvx-flat", [`cvx/${day}/cvx.derived.txt`]));
    expect([...xml.values()].filter((concept) => concept.retired)).toHaveLength(retired);
    const makers = await concepts("mvx-xml", [`cvx/${day}/mvx.xml`]);
    expect([...makers.values()].filter((concept) => concept.retired)).toHaveLength(retiredMakers);
    const groups = await concepts("cvx-group-xml", [`cvx/${day}/vac2vg.xml`]);
    const map = await pairs("cvx-to-group-xml", `cvx/${day}/vac2vg.xml`);
    const equivalent = map.filter(({ relationship }) => relationship === "EQUIVALENT");
    expect(equivalent.map(({ targetCode }) => targetCode).toSorted()).toEqual(
      [...groups.keys()].toSorted(),
    );
    expect(map.filter(({ sourceCode }) => !xml.has(sourceCode))).toEqual([]);
  });

  it.each([
    ["hcpcs/HCPC17_CONTR_ANWEB.txt", "2017-01-01", 6155, 343, 530, 96],
    ["hcpcs/HCPC2018_CONTR_ANWEB_disc.txt", "2018-01-01", 6205, 354, 466, 101],
  ])(
    "have the codes and modifiers of %s",
    async (path, day, codes, modifiers, retired, references) => {
      const all = [...(await concepts("hcpcs-contractor", [path], new Date(day))).values()];
      const ofClass = (name: string) => all.filter(({ conceptClass }) => conceptClass === name);
      expect([ofClass("Procedure").length, ofClass("Modifier").length]).toEqual([codes, modifiers]);
      expect(all.filter((concept) => concept.retired)).toHaveLength(retired);
      expect(all.flatMap(({ extras }) => extras.crossReferences ?? [])).toHaveLength(references);
      const earlier = await concepts("hcpcs-contractor", [path], new Date("2010-01-01"));
      expect([...earlier.values()].filter((concept) => concept.retired)).toEqual([]);
    },
  );

  it.each(MAPS)(
    "have the pairs of %s",
    async (name, path, mapped, noMap, repeats, sources, equal) => {
      const { contents, lines } = await readRelease(name, [path]);
      const all = contents.filter((content) => "sourceCode" in content);
      const targets = all.filter(({ targetCode }) => targetCode !== "");
      expect([targets.length, all.length - targets.length]).toEqual([mapped, noMap]);
      expect(lines - all.length).toBe(repeats);
      expect(new Set(all.map(({ sourceCode }) => sourceCode)).size).toBe(sources);
      const equivalent = targets.filter(({ relationship }) => relationship === "EQUIVALENT");
      expect(equivalent).toHaveLength(equal);
      expect(new Set(all.map((pair) => `${pair.sourceCode} ${pair.targetCode}`)).size).toBe(
        all.length,
      );
    },
  );

  it("map to and from codes of ICD-9-CM that exist", async () => {
    const diagnoses = await concepts("icd9cm-dx-titles", ["icd9cm/CMS32_DESC_LONG_DX.txt"]);
    const procedures = await concepts("icd9cm-sg-titles", ["icd9cm/CMS32_DESC_LONG_SG.txt"]);
    for (const [codes, forward, back] of [
      [diagnoses, MAPS[1], MAPS[0]],
      [procedures, MAPS[2], MAPS[3]],
    ] as const) {
      const sources = (await pairs(forward[0], forward[1])).map(({ sourceCode }) => sourceCode);
      const targets = (await pairs(back[0], back[1])).map(({ targetCode }) => targetCode);
      expect(new Set(sources)).toEqual(new Set(codes.keys()));
      expect(targets.filter((code) => code !== "" && !codes.has(code))).toEqual([]);
    }
  });

  it("are each recognised as their own format, and no other file is", () => {
    const expected = new Map<string, string[]>();
    for (const [name, paths] of COUNTS.filter(([each]) => each !== "icd10cm-release")) {
      for (const path of paths) expected.set(path, [...(expected.get(path) ?? []), name]);
    }
    for (const path of releaseFiles().filter(isCodeSystem)) {
      expected.set(path, ["fhir-code-system", "fhir-r4-code-system", "fhir-r5-code-system"]);
    }
    for (const path of releaseFiles().filter(isConceptMap)) {
      expected.set(path, ["fhir-concept-map", "fhir-r4-concept-map", "fhir-r5-concept-map"]);
    }
    for (const path of releaseFiles().filter((each) =>
      /icd10cm[-_](order|tabular)_?-?\d/.test(each),
    )) {
      expected.set(path, [...(expected.get(path) ?? []), "icd10cm-release"]);
    }
    for (const path of releaseFiles().filter(isValueSet)) {
      expected.set(path, ["fhir-value-set", "fhir-r4-value-set", "fhir-r5-value-set"]);
    }
    for (const path of releaseFiles().filter((each) => each.includes("v2_to_fhir_csv/"))) {
      expected.set(path, ["v2-to-fhir-csv"]);
    }
    for (const path of releaseFiles().filter((each) => each.startsWith("sssom/"))) {
      expected.set(path, ["sssom-tsv"]);
    }
    for (const path of releaseFiles().filter((each) => each.startsWith("ocl/"))) {
      const [, ending] = /\.(json|csv)$/.exec(path) ?? [];
      if (ending) expected.set(path, [`ocl-${ending}`]);
    }
    const found = new Map<string, readonly string[]>();
    for (const path of releaseFiles()) {
      const names = recognisedNames(releaseHead(path, HEAD_BYTES));
      if (names.length > 0) found.set(path, names);
    }
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it.each(SEEMS)("say what %s seems to be", (path, seems) => {
    expect(recognise(releaseHead(path, HEAD_BYTES))).toEqual({ seems });
  });

  it("make no content for readers of other formats, or hardly any among rejections", async () => {
    const taken: string[] = [];
    for (const path of releaseFiles().filter((each) => !/\.(json|md)$/.test(each))) {
      const head = releaseHead(path, 16_384);
      const lines = head.subarray(0, head.lastIndexOf("\n") + 1);
      const own = recognisedNames(head);
      for (const format of formats.filter(({ name }) => !own.includes(name))) {
        const rows = await rowsOf<unknown>(format, [sourceFile(path, lines)]).catch((error) => {
          if (error instanceof FileRefused) return [];
          throw error;
        });
        const contents = rows.filter((row) => "content" in row).length;
        if (contents * 5 > rows.length) taken.push(`${path} by ${format.name}: ${contents}`);
      }
    }
    expect(taken).toEqual([]);
  });
});
