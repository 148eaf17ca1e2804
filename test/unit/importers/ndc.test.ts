import { describe, expect, it } from "vitest";
import { elevenDigits, ndcParts } from "../../../src/importers/ndc/code.js";
import { ndcDirectory } from "../../../src/importers/ndc/ndc.js";
import { contentsOf, fixture, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const PRODUCTS = fixture("ndc-directory/product.txt").toString("latin1");
const PACKAGES = fixture("ndc-directory/package.txt").toString("latin1");
const products = (text = PRODUCTS) => sourceFile("product.txt", Buffer.from(text, "latin1"));
const packages = (text = PACKAGES) => sourceFile("package.txt", Buffer.from(text, "latin1"));

async function read(asOf?: Date) {
  const files = [
    fixtureFile("ndc-directory/package.txt"),
    fixtureFile("ndc-directory/product.txt"),
  ];
  const contents = await contentsOf(ndcDirectory, files, asOf);
  return new Map(contents.map((one) => [one.code, one]));
}

describe("codes of the FDA", () => {
  it.each([
    ["0002-0152-01", "00002015201"],
    ["49281-521-00", "49281052100"],
    ["12345-6789-1", "12345678901"],
  ])("%s has the eleven digits %s", (code, eleven) => {
    expect(elevenDigits(ndcParts(code) ?? [])).toBe(eleven);
  });

  it.each([
    "0002015201",
    "00002-0152-01",
    "0002-152-01",
    "12345-6789-10",
    "0002-015",
    "x",
    "1-2-3",
  ])("%s is none", (code) => {
    expect(ndcParts(code)).toBeNull();
  });
});

describe("ndc-directory", () => {
  it("reads products, and packages below them, with eleven digits to find them by", async () => {
    const found = await read(new Date("2020-06-01"));
    expect(
      [...found].map(([code, { conceptClass, parents }]) => [conceptClass, code, ...parents]),
    ).toEqual([
      ["Product", "0999-0001"],
      ["Package", "0999-0001-01", "0999-0001"],
      ["Package", "0999-0001-02", "0999-0001"],
      ["Product", "99991-002"],
      ["Package", "99991-002-07", "99991-002"],
      ["Product", "99992-0003"],
      ["Package", "99992-0003-1", "99992-0003"],
    ]);
    expect(found.get("99991-002-07")).toMatchObject({
      names: [
        { name: 'plain "tea: 1 POT in 1 BOX' },
        { name: "99991000207", nameType: "INDEX_TERM" },
      ],
      extras: { ndc11: "99991000207", SAMPLE_PACKAGE: "N", STARTMARKETINGDATE: "2020-01-01" },
    });
    expect(found.get("99992-0003-1")?.extras.ndc11).toBe("99992000301");
    expect(found.get("0999-0001-01")?.extras.ndc11).toBe("00999000101");
  });

  it("reads names, lists, dates and windows-1252", async () => {
    const found = await read(new Date("2020-06-01"));
    const product = found.get("0999-0001");
    expect(product?.names.map(({ name }) => name)).toEqual(["Zipp XR", "teaine and sugar"]);
    expect(product?.extras).toMatchObject({
      LABELERNAME: "Th\u00e9i\u00e8re Labs",
      ROUTENAME: ["ORAL", "TOPICAL"],
      SUBSTANCENAME: ["TEAINE", "SUGAR"],
      ACTIVE_NUMERATOR_STRENGTH: ["5", "1"],
      PHARM_CLASSES: ["Sweeteners, Natural [EPC]", "Stimulant [MoA]"],
      LISTING_RECORD_CERTIFIED_THROUGH: "2027-12-31",
    });
    expect(found.get("99992-0003")?.extras.listings).toHaveLength(2);
  });

  it("retires what is no longer marketed, a product when none of its records is", async () => {
    const retired = async (day: string) =>
      [...(await read(new Date(day))).values()]
        .filter((one) => one.retired)
        .map(({ code }) => code);
    expect(await retired("2018-01-01")).toEqual([]);
    expect(await retired("2021-01-02")).toEqual(["99991-002", "99991-002-07"]);
    expect(await retired("2023-01-01")).toEqual(["0999-0001-02", "99991-002", "99991-002-07"]);
  });

  it.each([
    [PACKAGES.replace("0999-0001_a", "0999-0001_x"), 2, "there is no product 0999-0001_x"],
    [
      PACKAGES.replace("0999-0001-01\t", "0999-0002-01\t"),
      2,
      "the package 0999-0002-01 is not of 0999-0001",
    ],
    [PACKAGES.replace("0999-0001-01\t", "0999000101\t"), 2, '"0999000101" is no package\'s NDC'],
    [
      PACKAGES.replace("0001-02", "0001-01"),
      3,
      "the package 0999-0001-01 stands on line 2 already",
    ],
    [PACKAGES.replace("\t20220101\t", "\t2022\t"), 3, 'ENDMARKETINGDATE is "2022", no date'],
    [PACKAGES.replace("1 POT", "1\tPOT"), 4, "the line has 9 fields; 8 are due"],
    [PACKAGES.slice(0, -8), 6, "the file ends in the middle of line 6"],
  ])("rejects %#", async (text, line, rejected) => {
    const rows = await rowsOf(ndcDirectory, [products(), packages(text)]);
    expect(rows).toContainEqual({ file: "package.txt", line, rejected });
  });

  it("rejects a product that is listed twice under one id", async () => {
    const text = PRODUCTS.replace("99992-0003_d", "99992-0003_c");
    expect(await rowsOf(ndcDirectory, [products(text)])).toContainEqual({
      file: "product.txt",
      line: 5,
      rejected: "the product 99992-0003_c stands on line 4 already",
    });
  });

  it("reads products alone, with the columns of older releases, and with nothing behind the last line", async () => {
    expect(await contentsOf(ndcDirectory, [products()])).toHaveLength(3);
    const cut = (text: string, from: number) =>
      text
        .replaceAll("\r\n", "\n")
        .split("\n")
        .map((line) => line.split("\t").slice(0, from).join("\t"));
    const older = cut(PRODUCTS, 18).join("\n");
    expect(await contentsOf(ndcDirectory, [products(older)])).toHaveLength(3);
    expect(await contentsOf(ndcDirectory, [products(PRODUCTS.trimEnd())])).toHaveLength(3);
  });

  it.each([
    [[packages()], "ndc-directory needs the products, product.txt"],
    [
      [products(PRODUCTS.replace("SUBSTANCENAME", "SUBSTANCE"))],
      "product.txt, line 1: the column SUBSTANCENAME is missing",
    ],
    [[products(PRODUCTS.split("\r\n")[0])], "no code was read from product.txt"],
  ])("refuses %#", async (files, message) => {
    expect((await refusal(ndcDirectory, files)).message).toBe(message);
  });
});
