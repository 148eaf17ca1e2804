import { describe, expect, it } from "vitest";
import { imported, json, useContents } from "./contents.js";

const { concept, ours, ended, fails } = useContents();

describe("a CodeSystem of FHIR", () => {
  it("goes in under the version that it names, or another", async () => {
    const { codeSystem, url } = await ours();
    const input = { codeSystem, content: json(url), version: null };
    expect(await ended(input)).toMatchObject(imported("1.0.0", 3));
    expect(await concept(codeSystem, "b", "display parents { code }", "1.0.0")).toEqual({
      display: "b",
      parents: [{ code: "a" }],
    });
    expect(await ended(input)).toMatchObject({ result: { report: { outcome: "UNCHANGED" } } });
    expect(await ended({ ...input, version: "ours-2" })).toMatchObject({
      result: { report: { outcome: "RELABELLED", version: "ours-2" } },
    });
  });

  const additional = { language: "fr", additionalUse: [{ code: "x" }], value: "A" };
  const ofR5 = { concept: [{ code: "a", designation: [additional] }] };

  it.each(["fhir-code-system", "fhir-r5-code-system"])("of R5 is read as %s", async (format) => {
    const { codeSystem, url } = await ours();
    const input = { codeSystem, content: json(url, ofR5), version: null, format };
    expect(await ended(input)).toMatchObject(imported("1.0.0", 1));
    expect(await concept(codeSystem, "a", "names { name locale }", "1.0.0")).toMatchObject({
      names: expect.arrayContaining([{ name: "A", locale: "fr" }]),
    });
  });

  it("of R4 has nothing of R5", async () => {
    const { codeSystem, url } = await ours();
    const r4 = { codeSystem, version: null, format: "fhir-r4-code-system" };
    expect(await ended({ ...r4, content: json(url) })).toMatchObject(imported("1.0.0", 3));
    const newer = await ended({ ...r4, content: json(url, { ...ofR5, version: "2" }) });
    expect(newer).toMatchObject({
      status: "FAILED",
      userErrors: [
        { message: "The file has lines that can't be read" },
        {
          message:
            "Line 1: CodeSystem.concept[0].designation[0].additionalUse: R4 does not have it; the file is of R5",
        },
      ],
    });
  });

  it("of another code system, or without a version, is refused", async () => {
    const { codeSystem, url } = await ours();
    const other = { codeSystem, content: json("http://other.example.org"), version: null };
    await fails(other, `The file is of http://other.example.org, and ${codeSystem} is ${url}`);
    const content = json(url, { version: undefined });
    expect(await ended({ codeSystem, content, version: null })).toMatchObject({
      userErrors: [
        { path: ["version"], message: "The file names no version; say by version what it is" },
      ],
    });
  });

  it("without codes changes nothing, and says so", async () => {
    const { codeSystem, url } = await ours();
    const content = json(url, { content: "not-present", concept: undefined });
    expect(await ended({ codeSystem, content, version: null })).toMatchObject({
      status: "SUCCEEDED",
      message: `Nothing to change: the file holds no codes of ${codeSystem}.`,
    });
  });
});
