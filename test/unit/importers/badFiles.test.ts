import { describe, expect, it } from "vitest";
import { FileRefused, type ImportRow } from "../../../src/importers/format.js";
import { formatNamed } from "../../../src/importers/formats.js";
import { fixture, sourceFile } from "./sourceFiles.js";

/** Each format with a file of it; the tables are made here. */
const FILES: readonly (readonly [format: string, text: string])[] = [
  ...[
    ["icd10cm-order", "icd10cm-order/icd10cm-order-2025.txt"],
    ["icd10pcs-order", "icd10pcs-order/icd10pcs_order_2025.txt"],
    ["icd10cm-tabular", "icd10cm-tabular/icd10cm_tabular_2026.xml"],
    ["icd9cm-dx-titles", "icd9cm-dx-titles/CMS32_DESC_LONG_DX.txt"],
    ["icd9cm-sg-titles", "icd9cm-sg-titles/CMS32_DESC_LONG_SG.txt"],
    ["cvx-xml", "cvx-xml/cvx.xml"],
    ["cvx-flat", "cvx-flat/cvx.txt"],
    ["mvx-xml", "mvx-xml/mvx.xml"],
    ["mvx-flat", "mvx-flat/mvx.txt"],
    ["cvx-group-xml", "cvx-group-xml/vac2vg.xml"],
    ["cvx-to-group-xml", "cvx-group-xml/vac2vg.xml"],
    ["loinc-csv", "loinc-csv/LoincTable/Loinc.csv"],
    ["rxnorm-rrf", "rxnorm-rrf/rrf/RXNCONSO.RRF"],
    ["rxnorm-ndc", "rxnorm-rrf/rrf/RXNSAT.RRF"],
    ["v2-to-fhir-csv", "v2-to-fhir-csv/HL7 Concept Map_ Teas - Sheet1.csv"],
    ["ndc-directory", "ndc-directory/product.txt"],
    [
      "snomed-icd10cm-map",
      "snomed-rf2/Snapshot/Refset/Map/der2_iisssccRefset_ExtendedMapSnapshot_TEST_20260301.txt",
    ],
    ["cvx-to-vis-xml", "cvx-to-vis-xml/cvxvis.xml"],
    ["product-to-cvx-xml", "product-to-cvx-xml/tradename.xml"],
    ["product-to-cvx-flat", "product-to-cvx-flat/TRADENAME.txt"],
    ["ndc-use-to-cvx", "ndc-use-to-cvx/NDC_Unit_use.txt"],
    ["ndc-sale-to-cvx", "ndc-sale-to-cvx/NDC_Unit_sale.txt"],
    ["cpt-to-cvx-xml", "cpt-to-cvx-xml/cpt.xml"],
    ["vis-xml", "vis-xml/vis.xml"],
    ["hcpcs-contractor", "hcpcs-contractor/HCPC17_CONTR_ANWEB.txt"],
    ["fhir-code-system", "fhir-code-system/CodeSystem-tea-kinds.json"],
    ["fhir-concept-map", "fhir-concept-map/ConceptMap-tea-to-drinks.json"],
    ["gem-icd10cm-icd9cm", "gem-icd10cm-icd9cm/2018_I10gem.txt"],
    ["gem-icd9cm-icd10cm", "gem-icd9cm-icd10cm/2018_I9gem.txt"],
    ["gem-icd9pcs-icd10pcs", "gem-icd9pcs-icd10pcs/gem_i9pcs.txt"],
    ["gem-icd10pcs-icd9pcs", "gem-icd10pcs-icd9pcs/gem_pcsi9.txt"],
  ].map(([format = "", path = ""]) => [format, fixture(path).toString("latin1")] as const),
  [
    "crosswalk-csv",
    "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode\nndc,1,rxnorm,2\nndc,3,rxnorm,4\n",
  ],
  [
    "crosswalk-tsv",
    "sourceCodeSystem\tsourceCode\ttargetCodeSystem\ttargetCode\nndc\t1\trxnorm\t2\n",
  ],
];

interface Outcome {
  readonly contents: readonly unknown[];
  readonly rejected: readonly string[];
  /** Why the whole file was refused. */
  readonly refused: string | null;
}

/** What comes of a file; whatever is thrown but a refusal fails the test. */
async function outcome(name: string, bytes: string | Buffer): Promise<Outcome> {
  const contents: unknown[] = [];
  const rejected: string[] = [];
  const format = formatNamed(name);
  if (!format) throw new Error(`no format ${name}`);
  const file = sourceFile(
    "bad.file",
    typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes,
  );
  try {
    const rows: AsyncIterable<ImportRow<unknown>> = format.read([file], { asOf: new Date(0) });
    for await (const row of rows) {
      if ("content" in row) contents.push(row.content);
      else rejected.push(row.rejected);
    }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { contents, rejected, refused: error.message };
  }
  return { contents, rejected, refused: null };
}

describe.each(FILES)("%s", (format, text) => {
  it("refuses an empty file", async () => {
    expect((await outcome(format, "")).refused).toMatch(
      /^no (code|header|pair) was read from bad\.file$|^bad\.file, line 1: /,
    );
  });

  it("notices a file that is cut in the middle of a line, a record or a text", async () => {
    const whole = await outcome(format, text);
    expect([whole.refused, whole.rejected]).toEqual([null, []]);
    const end = text.trimEnd().length;
    const middle =
      text.lastIndexOf("\n", end - 1) + Math.trunc((end - text.lastIndexOf("\n", end - 1)) / 2);
    const cut = await outcome(format, text.slice(0, middle));
    // The last line of a table may lack its end, and then its last field may be whole.
    expect(cut.refused !== null || cut.rejected.length > 0).toBe(true);
  });

  it("refuses a NUL byte, or the record that it stands in", async () => {
    const at = text.trimEnd().length - 4;
    const { refused, rejected } = await outcome(
      format,
      `${text.slice(0, at)}\u0000${text.slice(at)}`,
    );
    expect(refused ?? rejected[0]).toMatch(
      /NUL|is not text|not expected here|character|is no slug/,
    );
  });

  it("refuses a line of 10 MB before it is in memory", async () => {
    const long = "x".repeat(10 * 1024 * 1024);
    const lines = text.split("\n");
    const { refused } = await outcome(format, [lines[0], long, ...lines.slice(1)].join("\n"));
    expect(refused).toMatch(/^bad\.file, line [12](, \S+)?: /);
  });

  it("reads the same with a byte order mark and with either end of lines", async () => {
    const { contents } = await outcome(format, text);
    const unix = text.replaceAll("\r\n", "\n");
    const mark = "\u00ef\u00bb\u00bf";
    expect((await outcome(format, mark + unix)).contents).toEqual(contents);
    expect((await outcome(format, unix.replaceAll("\n", "\r\n"))).contents).toEqual(contents);
  });

  it("reads a file with lone carriage returns as it is, or nothing of it", async () => {
    const { contents } = await outcome(format, text);
    const old = await outcome(format, text.replaceAll("\r\n", "\n").replaceAll("\n", "\r"));
    if (old.refused === null) expect(old.contents).toEqual(contents);
    else expect(old.contents).toEqual([]);
  });

  it.each([
    ["a zip archive", Buffer.from("PK\u0003\u0004rest")],
    ["a gzip file", Buffer.from([0x1f, 0x8b, 8, 0])],
    ["text in UTF-16; save it as UTF-8", Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("refuses %s", async (kind, bytes) => {
    expect((await outcome(format, bytes)).refused).toBe(
      `bad.file, line 1: this is a binary file (${kind}?)`,
    );
  });
});

describe("a set of SSSOM with a line of 10 MB", () => {
  const text = fixture("sssom-tsv/teas.sssom.tsv").toString("utf8");
  const long = "x".repeat(10 * 1024 * 1024);
  const header = text.indexOf("subject_id");

  it.each([
    ["among the metadata", `${text.slice(0, header)}#comment: ${long}\n${text.slice(header)}`],
    ["for a header", `${text.slice(0, header)}${long}\n${text.slice(header)}`],
    ["among its rows", `${text}${long}\n`],
    ["in a field", `${text}tea:x\tskos:exactMatch\tDRINK:x\t"${long}"\n`],
  ])("%s is refused before it is in memory", async (_, whole) => {
    expect((await outcome("sssom-tsv", whole)).refused).toMatch(
      /^bad\.file, line \d+( or soon after)?: |^bad\.file: the metadata are larger than 4 MB$/,
    );
  });
});

describe("XML that defines entities", () => {
  it.each(["cvx-xml", "mvx-xml", "cvx-group-xml", "cvx-to-group-xml", "icd10cm-tabular"])(
    "is refused by %s before any is expanded",
    async (format) => {
      const laughs = Array.from(
        { length: 9 },
        (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
      );
      const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${laughs.join("")}]><x>&l9;</x>`;
      expect((await outcome(format, xml)).refused).toMatch(
        /^bad\.file, line 1: a document type declaration, which could define entities, is not read$/,
      );
    },
  );
});

describe("text that is not in the encoding it is due in", () => {
  it.each([
    ["cvx-xml", '<?xml version="1.0"?>\n<CVXCodes><CVXInfo>M\u00e9</CVXInfo></CVXCodes>'],
    ["fhir-code-system", '{"resourceType":"CodeSystem",\n"title":"M\u00e9"}'],
    [
      "crosswalk-csv",
      "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode\nndc,\u00e9,rxnorm,2\n",
    ],
  ])("is refused by %s with its line", async (format, text) => {
    expect((await outcome(format, Buffer.from(text, "latin1"))).refused).toMatch(
      /^bad\.file, line [12]( or soon after)?: th(is is|ere are bytes that are) not UTF-8/,
    );
  });

  it.each(["icd10cm-order", "icd10pcs-order"])("is read by %s as windows-1252", async (format) => {
    const text = FILES.find(([name]) => name === format)?.[1] ?? "";
    const line = text.split("\n")[0] ?? "";
    const changed = `${line.trimEnd()} M\u00e9ni\u00e8re\n`;
    const { contents, rejected } = await outcome(format, Buffer.from(changed, "latin1"));
    expect(rejected).toEqual([]);
    expect(JSON.stringify(contents)).toContain("M\u00e9ni\u00e8re");
  });
});
