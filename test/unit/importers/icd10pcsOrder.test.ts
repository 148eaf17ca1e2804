import { describe, expect, it } from "vitest";
import { recognise } from "../../../src/importers/formats.js";
import { icd10pcsOrder } from "../../../src/importers/icd10pcsOrder.js";
import {
  contentsOf,
  expectedConcept,
  fixture,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const FY2025 = "icd10pcs-order/icd10pcs_order_2025.txt";
const NO_LINE = "this is no line of an ICD-10-PCS order file";

function line(code: string, flag = "1", long = "Long", short = "Short"): string {
  return `00001 ${code.padEnd(7)} ${flag} ${short.padEnd(60)} ${long}\n`;
}

async function read(text: string | Buffer) {
  return await rowsOf(icd10pcsOrder, [sourceFile("order.txt", text)]);
}

function formatOf(text: string): string {
  const found = recognise(Buffer.from(text));
  return "format" in found ? found.format.name : found.seems;
}

describe("icd10pcs-order", () => {
  it("reads tables and the codes below them, whole", async () => {
    const contents = await contentsOf(icd10pcsOrder, [fixtureFile(FY2025)]);
    expect(contents).toHaveLength(18);
    expect(contents[0]).toEqual(
      expectedConcept("001", "Table", ["Central Nervous System and Cranial Nerves, Bypass"], {
        extras: { billable: false },
      }),
    );
    expect(contents[1]).toEqual(
      expectedConcept(
        "0016070",
        "Procedure",
        [
          "Bypass Cerebral Ventricle to Nasopharynx with Autologous Tissue Substitute, Open Approach",
          "Bypass Cereb Vent to Nasophar with Autol Sub, Open Approach",
        ],
        { parents: ["001"], extras: { billable: true } },
      ),
    );
    const wrong = contents.filter(({ code, parents }) =>
      code.length === 3 ? parents.length > 0 : parents.join() !== code.slice(0, 3),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ["CR LF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["blank lines", (text: string) => text.replaceAll("\n", "\n \n")],
  ])("reads the same with %s", async (_, change) => {
    const text = fixture(FY2025).toString("latin1");
    expect(await contentsOf(icd10pcsOrder, [sourceFile("a.txt", change(text))])).toEqual(
      await contentsOf(icd10pcsOrder, [fixtureFile(FY2025)]),
    );
  });

  it.each([
    ["a table that is valid", line("00B")],
    ["a code that is a header", line("0016070", "0")],
    ["a code of four characters", line("0016")],
    ["the letter O", line("O016070")],
    ["the letter I inside", line("00I6070")],
    ["a small letter", line("001607a")],
    ["a letter that begins no section", line("A016070")],
    ["a dot", line("001.070")],
    ["a change", "Add:         00503Z4 Short    Long\n"],
    ["a code of ICD-10-CM", line("A000")],
  ])("rejects a line with %s", async (_, bad) => {
    expect(await read(line("001", "0") + bad + line("0016071"))).toMatchObject([
      { content: { code: "001" } },
      { line: 2, rejected: NO_LINE },
      { content: { code: "0016071" } },
    ]);
  });

  it("rejects a code whose table does not stand above it, one that comes twice, and a cut line", async () => {
    const rows = await read(
      line("001", "0") + line("0026070") + line("001", "0") + line("0016070").trimEnd(),
    );
    expect(rows.slice(1)).toEqual([
      { line: 2, rejected: "no table 002 that 0026070 belongs to stands above it" },
      { line: 3, rejected: "the code 001 stands on line 1 already" },
      { line: 4, rejected: "the file ends in the middle of line 4" },
    ]);
  });

  it("refuses files without a code", async () => {
    const refused = await refusal(icd10pcsOrder, [sourceFile("a.txt", "Hello\n")]);
    expect(refused.message).toBe("no code was read from a.txt");
  });

  it("is told from ICD-10-CM, also where codes look alike", () => {
    expect(formatOf(line("B00", "0") + line("B00B0ZZ"))).toBe("icd10pcs-order");
    expect(formatOf(line("B00", "0") + line("B000"))).toBe("icd10cm-order");
    expect(formatOf(line("T07", "0") + line("T07XXXA"))).toBe("icd10cm-order");
    expect(formatOf(line("B20"))).toBe("icd10cm-order");
  });
});
