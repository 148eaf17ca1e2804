import { describe, expect, it } from "vitest";
import { formatNamed, formats, recognise } from "../../../src/importers/formats.js";
import { HEAD_BYTES } from "../../../src/importers/headBytes.js";
import { fixture } from "./sourceFiles.js";

function recognised(head: string | Uint8Array) {
  const result = recognise(Buffer.from(head));
  if ("seems" in result) return result.seems;
  return [result.format, ...result.others].map(({ name }) => name);
}

const FIXTURES = [
  ["icd10cm-order/icd10cm-order-2025.txt", ["icd10cm-order", "icd10cm-release"]],
  ["icd10cm-order/icd10cm-order-2026.txt", ["icd10cm-order", "icd10cm-release"]],
  ["icd10pcs-order/icd10pcs_order_2025.txt", ["icd10pcs-order"]],
  ["icd10cm-tabular/icd10cm_tabular_2026.xml", ["icd10cm-tabular", "icd10cm-release"]],
  [
    "fhir-code-system/CodeSystem-tea-kinds.json",
    ["fhir-code-system", "fhir-r4-code-system", "fhir-r5-code-system"],
  ],
  ["mvx-flat/mvx.txt", ["mvx-flat"]],
  ["loinc-csv/LoincTable/Loinc.csv", ["loinc-csv"]],
  ["loinc-csv/LoincTable/MapTo.csv", ["loinc-csv"]],
  ["rxnorm-rrf/rrf/RXNCONSO.RRF", ["rxnorm-rrf"]],
  ["snomed-rf2/Snapshot/Terminology/sct2_Concept_Snapshot_TEST_20260301.txt", ["snomed-rf2"]],
  [
    "snomed-rf2/Snapshot/Refset/Map/der2_iisssccRefset_ExtendedMapSnapshot_TEST_20260301.txt",
    ["snomed-icd10cm-map", "snomed-icd10-map"],
  ],
  ["cvx-to-vis-xml/cvxvis.xml", ["cvx-to-vis-xml"]],
  ["product-to-cvx-xml/tradename.xml", ["product-to-cvx-xml"]],
  ["product-to-cvx-flat/TRADENAME.txt", ["product-to-cvx-flat"]],
  ["ndc-use-to-cvx/NDC_Unit_use.txt", ["ndc-use-to-cvx"]],
  ["ndc-sale-to-cvx/NDC_Unit_sale.txt", ["ndc-sale-to-cvx"]],
  ["cpt-to-cvx-xml/cpt.xml", ["cpt-to-cvx-xml"]],
  ["vis-xml/vis.xml", ["vis-xml"]],
  ["ndc-directory/product.txt", ["ndc-directory"]],
  ["ndc-directory/package.txt", ["ndc-directory"]],
  ["rxnorm-rrf/rrf/RXNSAT.RRF", ["rxnorm-rrf", "rxnorm-ndc"]],
  ["rxnorm-rrf/rrf/RXNATOMARCHIVE.RRF", ["rxnorm-rrf"]],
  ["icd9cm-dx-titles/CMS32_DESC_LONG_DX.txt", ["icd9cm-dx-titles"]],
  ["icd9cm-dx-titles/CMS32_DESC_SHORT_DX.txt", ["icd9cm-dx-titles"]],
  ["icd9cm-sg-titles/CMS32_DESC_LONG_SG.txt", ["icd9cm-sg-titles"]],
  ["icd9cm-sg-titles/CMS32_DESC_SHORT_SG.txt", ["icd9cm-sg-titles"]],
  ["cvx-xml/cvx.xml", ["cvx-xml"]],
  ["cvx-flat/cvx.txt", ["cvx-flat"]],
  ["mvx-xml/mvx.xml", ["mvx-xml"]],
  ["cvx-group-xml/vac2vg.xml", ["cvx-group-xml", "cvx-to-group-xml"]],
  ["hcpcs-contractor/HCPC17_CONTR_ANWEB.txt", ["hcpcs-contractor"]],
  ["hcpcs-contractor/HCPC2018_CONTR_ANWEB_disc.txt", ["hcpcs-contractor"]],
  ["gem-icd10cm-icd9cm/2018_I10gem.txt", ["gem-icd10cm-icd9cm"]],
  ["gem-icd9cm-icd10cm/2018_I9gem.txt", ["gem-icd9cm-icd10cm"]],
  ["gem-icd9pcs-icd10pcs/gem_i9pcs.txt", ["gem-icd9pcs-icd10pcs"]],
  ["gem-icd10pcs-icd9pcs/gem_pcsi9.txt", ["gem-icd10pcs-icd9pcs"]],
  [
    "fhir-concept-map/ConceptMap-tea-to-drinks.json",
    ["fhir-concept-map", "fhir-r4-concept-map", "fhir-r5-concept-map"],
  ],
  ["sssom-tsv/teas.sssom.tsv", ["sssom-tsv"]],
  ["v2-to-fhir-csv/HL7 Concept Map_ Teas - Sheet1.csv", ["v2-to-fhir-csv"]],
  ["ocl-json/fruits.jsonl", ["ocl-json"]],
  ["ocl-export/export.json", ["ocl-export"]],
  ["ocl-collection/export.json", ["ocl-collection"]],
  [
    "fhir-value-set/ValueSet-tea-counter.json",
    ["fhir-value-set", "fhir-r4-value-set", "fhir-r5-value-set"],
  ],
] as const;

describe("formats", () => {
  it("has each name once, in lower case, and finds formats by it", () => {
    const names = formats.map(({ name }) => name);
    expect(names).toEqual([
      "icd10cm-order",
      "icd10cm-tabular",
      "icd10cm-release",
      "icd10pcs-order",
      "icd9cm-dx-titles",
      "icd9cm-sg-titles",
      "cvx-xml",
      "cvx-flat",
      "mvx-xml",
      "mvx-flat",
      "cvx-group-xml",
      "vis-xml",
      "hcpcs-contractor",
      "loinc-csv",
      "snomed-rf2",
      "rxnorm-rrf",
      "ndc-directory",
      "fhir-code-system",
      "fhir-r4-code-system",
      "fhir-r5-code-system",
      "gem-icd10cm-icd9cm",
      "gem-icd9cm-icd10cm",
      "gem-icd9pcs-icd10pcs",
      "gem-icd10pcs-icd9pcs",
      "cvx-to-group-xml",
      "cvx-to-vis-xml",
      "product-to-cvx-xml",
      "product-to-cvx-flat",
      "ndc-use-to-cvx",
      "ndc-sale-to-cvx",
      "cpt-to-cvx-xml",
      "rxnorm-ndc",
      "snomed-icd10cm-map",
      "snomed-icd10-map",
      "snomed-icd9cm-map",
      "snomed-simple-map",
      "fhir-concept-map",
      "fhir-r4-concept-map",
      "fhir-r5-concept-map",
      "fhir-value-set",
      "fhir-r4-value-set",
      "fhir-r5-value-set",
      "sssom-tsv",
      "v2-to-fhir-csv",
      "crosswalk-csv",
      "crosswalk-tsv",
      "ocl-json",
      "ocl-csv",
      "ocl-export",
      "ocl-collection",
    ]);
    for (const format of formats) expect(formatNamed(format.name)).toBe(format);
    expect(formatNamed("icd10cm")).toBeUndefined();
  });
});

describe("recognise", () => {
  it.each(FIXTURES)("knows %s", (path, names) => {
    expect(recognised(fixture(path))).toEqual(names);
  });

  it.each(FIXTURES)("knows %s with a byte order mark and other line ends", (path, names) => {
    const text = fixture(path).toString("latin1").replaceAll("\r\n", "\n");
    expect(recognised(`\ufeff${text}`)).toEqual(names);
    expect(recognised(text.replaceAll("\n", "\r\n"))).toEqual(names);
  });

  it("is content with most lines, and does not judge the last if it is cut", () => {
    const good = "A000    0010  00000\r\n";
    expect(recognised(`${good.repeat(2)}rubbish\r\n`)).toEqual(["gem-icd10cm-icd9cm"]);
    expect(recognised(`${good}A001    00`)).toEqual(["gem-icd10cm-icd9cm"]);
    expect(recognised(`${good}rubbish\r\n`)).toBe("a text file");
    expect(recognised(`rubbish\r\n${good.repeat(3)}`)).toBe("a text file");
  });

  it("looks no further than it says, even inside a character", () => {
    const before = "A00\u00e9".repeat(HEAD_BYTES / 5 + 1);
    expect(recognised(before)).toBe("a text file");
    expect(recognised(Buffer.from(before).subarray(0, HEAD_BYTES))).toBe("a text file");
  });

  it.each([
    ["an empty file", ""],
    ["an empty file", "\ufeff \r\n"],
    ["a zip archive", "PK\u0003\u0004rest"],
    ["an empty zip archive", "PK\u0005\u0006"],
    ["an Excel workbook", "PK\u0003\u0004 [Content_Types].xml xl/workbook.xml"],
    ["a Word document", "PK\u0003\u0004 [Content_Types].xml word/document.xml"],
    ["a PDF document", "%PDF-1.4\n\u0000"],
    ["an SQLite database", "SQLite format 3\u0000"],
    ["a binary file", "A00\u0000"],
    ["an HTML page", "\n<!DOCTYPE html>\n<html>"],
    ["an HTML page", "<html lang='en'>"],
    ["an XML file with the root element <feed>", "<feed/>"],
    [
      "an XML file with the root element <a:b>",
      '<?xml version="1.0"?>\n<!-- <no> -->\n<!DOCTYPE b [\n<!ENTITY c "d">\n]>\n<a:b x="1">',
    ],
    ["a FHIR resource in JSON (NamingSystem)", '{"resourceType":"NamingSystem","id":"x"}'],
    [
      "a FHIR resource in JSON (NamingSystem)",
      '{\n "a": {"resourceType": "No"},\n "b": "\\"}",\n "resourceType":"NamingSystem" }',
    ],
    ["a JSON file", '{"a": {"resourceType": "No"}}'],
    ["a JSON file", "[1, 2]"],
    ["a JSON file", "{}"],
    ["a file of JSON lines", '{"kind": "Concept"}\n{"kind": "Mapping"}\n'],
    ["an RRF file of RxNorm or UMLS", "161|109|A1||4096|\n161|121|A1||4096|\n"],
    [
      "a SNOMED CT RF2 file",
      "id\teffectiveTime\tactive\tmoduleId\towlExpression\r\n1\t2\t1\t3\t4\r\n",
    ],
    ["a table separated by vertical bars", "807|4076|4156|NVX\r\n806|4072|4155|PFR\r\n"],
    ["a table separated by tabs", "#a: b\nx\ty\n1\t2\n"],
    ["a CSV file", '"a","b, c"\n1,2\n3,4\n'],
    [
      "a CSV file, a crosswalk without targetCodeSystem and targetCode",
      'sourceCodeSystem,"sourceCode",to\na,1,2\n',
    ],
    [
      "a table separated by tabs, a crosswalk without targetCode",
      "sourceCodeSystem\tsourceCode\ttargetCodeSystem\na\t1\tb\n",
    ],
    ["a text file", "Hello, world\n"],
    [
      "a list of changes to an order file (addenda)",
      "Add:         1 A4154   Sepsis, due    Sepsis\nRevise from: 0 A41     Sepsis    Sepsis\n",
    ],
    [
      "a list of changes to an order file (addenda)",
      "Delete:      00503Z4 Destruction of Brain    Destruction of Brain\n",
    ],
    ["a table of LOINC", '"LOINC_NUM","COMPONENT"\n"1-8","x"\n'],
    ["a table of the NDC directory", "PRODUCTID\tPRODUCTNDC\tX\n1\t2\t3\n"],
    ["a text file", "{A00}\n"],
  ])("says of something else that it seems to be %s", (seems, text) => {
    expect(recognised(text)).toBe(seems);
  });

  it.each([
    ["a gzip file", [0x1f, 0x8b, 8]],
    ["text in UTF-16; save it as UTF-8", [0xff, 0xfe, 0x41, 0]],
    ["a PNG image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    [
      "an Excel workbook of the old kind or another Office document",
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    ],
  ])("says of bytes that they seem to be %s", (seems, bytes) => {
    expect(recognised(Uint8Array.from(bytes))).toBe(seems);
  });
});
