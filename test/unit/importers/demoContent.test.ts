import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ImportFormat } from "../../../src/importers/format.js";
import { formatNamed, recognise } from "../../../src/importers/formats.js";
import { HEAD_BYTES } from "../../../src/importers/headBytes.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import type { PairContent } from "../../../src/rules/crosswalks/content.js";
import { rowsOf, sourceFile } from "./sourceFiles.js";

const FOLDER = fileURLToPath(new URL("../../../src/cli/demo/content/", import.meta.url));
const DAY = new Date("2018-01-01T00:00:00Z");

function bytesOf(path: string): Buffer {
  return readFileSync(join(FOLDER, path));
}

function format(name: string): Exclude<ImportFormat, { kind: "BUNDLE" | "COLLECTION" }> {
  const found = formatNamed(name);
  if (!found || found.kind === "BUNDLE" || found.kind === "COLLECTION")
    throw new Error(`no format ${name}`);
  return found;
}

/** Reads files with the format of the name; `count` adds up to the rows that the files have. */
async function read(name: string, ...paths: readonly string[]) {
  const files = paths.map((path) => sourceFile(path, bytesOf(path)));
  const rows = await rowsOf<ConceptContent | PairContent>(format(name), files, DAY);
  const contents = rows.flatMap((row) => ("content" in row ? [row.content] : []));
  const lines = rows.reduce((sum, row) => sum + ("lines" in row ? row.lines : 0), 0);
  return { contents, lines, rejected: rows.length - contents.length };
}

async function concepts(name: string, ...paths: readonly string[]) {
  const { contents } = await read(name, ...paths);
  return new Map(contents.flatMap((each) => ("code" in each ? [[each.code, each] as const] : [])));
}

async function pairs(name: string, path: string) {
  const { contents } = await read(name, path);
  return contents.filter((content) => "sourceCode" in content);
}

/** Format, files, contents, lines or records. */
const COUNTS = [
  ["icd10cm-order", ["icd10cm-order-2025.txt"], 4210, 4210],
  ["icd10cm-order", ["icd10cm-order-2026.txt"], 4322, 4322],
  ["icd9cm-dx-titles", ["CMS32_DESC_LONG_DX.txt", "CMS32_DESC_SHORT_DX.txt"], 2064, 4128],
  ["hcpcs-contractor", ["HCPC2018_CONTR_ANWEB_disc.txt"], 627, 847],
  ["gem-icd9cm-icd10cm", ["2018_I9gem.txt"], 2779, 2779],
  ["cvx-xml", ["cvx-2023-12-01/cvx.xml"], 270, 270],
  ["cvx-xml", ["cvx-2025-12-09/cvx.xml"], 288, 288],
  ["mvx-xml", ["cvx-2025-12-09/mvx.xml"], 89, 89],
  ["cvx-group-xml", ["cvx-2023-12-01/vac2vg.xml"], 36, 237],
  ["cvx-group-xml", ["cvx-2025-12-09/vac2vg.xml"], 38, 256],
  ["cvx-to-group-xml", ["cvx-2023-12-01/vac2vg.xml"], 237, 237],
  ["cvx-to-group-xml", ["cvx-2025-12-09/vac2vg.xml"], 256, 256],
] as const;

describe("the demo content", () => {
  it.each(COUNTS)("is read by %s from %j", async (name, paths, contents, lines) => {
    const result = await read(name, ...paths);
    expect([result.contents.length, result.lines, result.rejected]).toEqual([contents, lines, 0]);
    for (const path of paths) {
      const found = recognise(bytesOf(path).subarray(0, HEAD_BYTES));
      expect("format" in found && [found.format, ...found.others]).toContain(format(name));
    }
  });

  it("has no other files, says of each in NOTICE where it comes from, and is below 3 MB", () => {
    const entries = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
    const files = entries.filter((entry) => statSync(join(FOLDER, entry)).isFile());
    const paths = new Set<string>(COUNTS.flatMap(([, each]) => each));
    expect(files.toSorted()).toEqual([".gitattributes", "NOTICE", ...paths].toSorted());
    const notice = bytesOf("NOTICE").toString("utf8");
    expect(files.filter((file) => !notice.includes(file.replace(/^.*\//, "")))).toEqual([
      ".gitattributes",
      "NOTICE",
    ]);
    const bytes = files.reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it("has two releases of ICD-10-CM that differ in every way", async () => {
    const before = await concepts("icd10cm-order", "icd10cm-order-2025.txt");
    const after = await concepts("icd10cm-order", "icd10cm-order-2026.txt");
    const kept = [...after.keys()].filter((code) => before.has(code));
    const changed = (of: (concept: ConceptContent | undefined) => unknown) =>
      kept.filter((code) => of(before.get(code)) !== of(after.get(code)));
    expect(after.size - kept.length).toBe(121);
    expect([...before.keys()].filter((code) => !after.has(code))).toEqual([
      ...["T78.07XA", "T78.07XD", "T78.07XS", "T78.08XA", "T78.08XD", "T78.08XS"],
      ...["T78.1XXA", "T78.1XXD", "T78.1XXS"],
    ]);
    expect(changed((concept) => concept?.extras.billable)).toEqual([
      ...["B88.0", "E72.53", "E78.01", "E88.1", "Q89.8", "Q99.8"],
    ]);
    expect(changed((concept) => concept?.names[0]?.name)).toEqual([
      ...["Q75.00", "Q75.001", "Q75.002", "Q75.009", "Q75.021", "Q75.022", "Q75.029"],
    ]);
  });

  it("maps every ICD-9-CM title it has, to codes it has", async () => {
    const titles = await concepts(
      "icd9cm-dx-titles",
      "CMS32_DESC_LONG_DX.txt",
      "CMS32_DESC_SHORT_DX.txt",
    );
    const before = await concepts("icd10cm-order", "icd10cm-order-2025.txt");
    const after = await concepts("icd10cm-order", "icd10cm-order-2026.txt");
    const map = await pairs("gem-icd9cm-icd10cm", "2018_I9gem.txt");
    expect(new Set(map.map(({ sourceCode }) => sourceCode))).toEqual(new Set(titles.keys()));
    const mapped = map.filter(({ targetCode }) => targetCode !== "");
    expect(mapped).toHaveLength(2758);
    expect(mapped.filter(({ relationship }) => relationship === "EQUIVALENT")).toHaveLength(683);
    const gone = mapped.filter(({ targetCode }) => !after.has(targetCode));
    expect(new Set(gone.map(({ targetCode }) => targetCode))).toEqual(
      new Set(["T78.07XA", "T78.08XA", "T78.1XXA"]),
    );
    expect(gone.filter(({ targetCode }) => !before.has(targetCode))).toEqual([]);
  });

  it("maps vaccines it has to groups it has, otherwise in 2023 than in 2025", async () => {
    const targets = new Map<string, readonly string[]>();
    for (const day of ["2023-12-01", "2025-12-09"]) {
      const vaccines = await concepts("cvx-xml", `cvx-${day}/cvx.xml`);
      const groups = await concepts("cvx-group-xml", `cvx-${day}/vac2vg.xml`);
      const map = await pairs("cvx-to-group-xml", `cvx-${day}/vac2vg.xml`);
      const unknown = map.filter(
        ({ sourceCode, targetCode }) => !vaccines.has(sourceCode) || !groups.has(targetCode),
      );
      expect(unknown).toEqual([]);
      const anthrax = map.filter(({ sourceCode }) => sourceCode === "24");
      targets.set(
        day,
        anthrax.map(({ targetCode }) => targetCode),
      );
    }
    expect(Object.fromEntries(targets)).toEqual({ "2023-12-01": ["24"], "2025-12-09": ["319"] });
  });

  it("has modifiers and terminated codes of HCPCS, and no code of a licensed system", async () => {
    const { contents } = await read("hcpcs-contractor", "HCPC2018_CONTR_ANWEB_disc.txt");
    const codes = contents.filter((content) => "code" in content);
    expect(codes.filter(({ conceptClass }) => conceptClass === "Modifier")).toHaveLength(354);
    expect(codes.filter(({ retired }) => retired)).toHaveLength(66);
    const own = /^(?:[A-CE-Z]\d{4}|[A-Z0-9]{2})$/;
    const referred = codes.flatMap(({ extras }) => extras.crossReferences ?? []);
    expect(referred).toHaveLength(20);
    expect(
      [...codes.map(({ code }) => code), ...referred].filter((code) => !own.test(`${code}`)),
    ).toEqual([]);
  });
});
