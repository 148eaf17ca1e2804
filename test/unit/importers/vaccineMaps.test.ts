import { describe, expect, it } from "vitest";
import { ndcUnitOfSale, ndcUnitOfUse } from "../../../src/importers/vaccines/ndcUnits.js";
import {
  cptToCvxXml,
  productNamesFlat,
  productNamesXml,
} from "../../../src/importers/vaccines/products.js";
import { cvxToVisXml, visXml } from "../../../src/importers/vaccines/vis.js";
import type { PairContent } from "../../../src/rules/crosswalks/content.js";
import { contentsOf, fixture, fixtureFile, rowsOf, sourceFile } from "./sourceFiles.js";

const shown = (pairs: readonly PairContent[]) =>
  pairs.map(({ sourceSystem, sourceCode, targetSystem, targetCode }) =>
    [sourceSystem, sourceCode, "->", targetSystem, targetCode].join(" ").trim(),
  );
const attributes = (pair: PairContent | undefined) =>
  Object.fromEntries(pair?.attributes.map(({ key, value }) => [key, value]) ?? []);

describe("NDC to CVX", () => {
  it("reads units of use by the FDA's codes; a package without vaccine has none", async () => {
    const pairs = await contentsOf(ndcUnitOfUse, [fixtureFile("ndc-use-to-cvx/NDC_Unit_use.txt")]);
    expect(shown(pairs)).toEqual([
      "ndc 99991-002-07 -> cvx 901",
      "ndc 0999-0001-01 -> cvx 901",
      "ndc 99992-0003-1 -> cvx",
    ]);
    expect(attributes(pairs[0])).toEqual({
      ndc11: "99991000207",
      proprietaryName: "TEAVAX",
      genericName: "tea vaccine",
      labeler: "Tea Labs",
      startDate: "2021-07-01",
      endDate: "2022-06-30",
      form: "SYRINGE, .25 mL",
      gtin: "00399991002073",
    });
    expect(attributes(pairs[1])).toMatchObject({
      proprietaryName: "TEAVAX; TEAVAX AGAIN",
      startDate: "2021-07-01; 2023-07-01",
    });
  });

  it("reads units of sale", async () => {
    const file = fixtureFile("ndc-sale-to-cvx/NDC_Unit_sale.txt");
    const pairs = await contentsOf(ndcUnitOfSale, [file]);
    expect(shown(pairs)).toEqual(["ndc 99991-002-08 -> cvx 901", "ndc 0999-0001-02 -> cvx 902"]);
    expect(attributes(pairs[0])).toMatchObject({ form: "CARTON", route: "ORAL" });
  });

  it("rejects lines whose codes do not agree, and what is no line", async () => {
    const text = fixture("ndc-sale-to-cvx/NDC_Unit_sale.txt").toString("utf8");
    const read = (changed: string) => rowsOf(ndcUnitOfSale, [sourceFile("a.txt", changed)]);
    const wrong = await read(text.replace("99991-0002-08", "99991-0002-09"));
    expect(wrong).toContainEqual({
      line: 1,
      rejected: "99991-002-08 is 99991000208 in eleven digits, not 99991000209",
    });
    expect(await read(text.replace("901   ", "tea   "))).toContainEqual({
      line: 1,
      rejected: "this is no line of 16 fields with an NDC and a CVX code",
    });
    expect(await read(text.slice(0, -20))).toContainEqual({
      line: 2,
      rejected: "the file ends in the middle of line 2",
    });
    expect(await read(text.replace("|0999|0001", "|0999|001"))).toContainEqual({
      line: 2,
      rejected: '"0999-001-02" is no package\'s NDC',
    });
  });
});

describe("statements", () => {
  it("are a code system of editions, and a crosswalk from vaccines", async () => {
    const statements = await contentsOf(visXml, [fixtureFile("vis-xml/vis.xml")]);
    expect(statements.map(({ code, names, retired }) => [code, names[0]?.name, retired])).toEqual([
      ["259999990000011111230101", "Tea VIS, 2023-01-01", true],
      ["259999990000011111250101", "Tea VIS, 2025-01-01", false],
    ]);
    const pairs = await contentsOf(cvxToVisXml, [fixtureFile("cvx-to-vis-xml/cvxvis.xml")]);
    expect(pairs.map(({ targetCode }) => targetCode)).toEqual(statements.map(({ code }) => code));
    expect(attributes(pairs[1])).toEqual({
      document: "Tea VIS",
      editionDate: "2025-01-01",
      status: "Current",
    });
  });

  it.each([
    ["259999990000011111230101", "1", '"1" is no code of a statement'],
    ["1/1/2023</Ed", "1/32/2023</Ed", '"1/32/2023" is no date'],
    ["Tea VIS", "", "the statement has no name"],
  ])("are rejected with %s as %j", async (from, to, rejected) => {
    const text = fixture("vis-xml/vis.xml").toString("utf8").replace(from, to);
    expect(await rowsOf(visXml, [sourceFile("a.xml", text)])).toContainEqual({ line: 3, rejected });
  });
});

describe("product names", () => {
  it("read alike in both of their forms, several makers together", async () => {
    const xml = await contentsOf(productNamesXml, [
      fixtureFile("product-to-cvx-xml/tradename.xml"),
    ]);
    const flat = await contentsOf(productNamesFlat, [
      fixtureFile("product-to-cvx-flat/TRADENAME.txt"),
    ]);
    expect(flat).toEqual(xml);
    expect(shown(xml)).toEqual([
      "cvx-product TEAVAX -> cvx 901",
      "cvx-product TEAVAX FORTE -> cvx 902",
    ]);
    expect(attributes(xml[0])).toEqual({
      manufacturer: "Tea Labs; Cup & Sons",
      mvx: "TLB; CUP",
      status: "Active; Inactive",
      lastUpdated: "2023-07-12",
    });
  });
});

describe("CPT codes", () => {
  it("are read without their descriptions", async () => {
    const text = fixture("cpt-to-cvx-xml/cpt.xml")
      .toString("utf8")
      .replace("<Value></Value>", "<Value>Somebody's words</Value>");
    const pairs = await contentsOf(cptToCvxXml, [sourceFile("cpt.xml", text)]);
    expect(shown(pairs)).toEqual(["cpt2025 99901 -> cvx 901", "cpt2025 9990T -> cvx 902"]);
    expect(JSON.stringify(pairs)).not.toContain("words");
  });
});
