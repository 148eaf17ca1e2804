import { describe, expect, it } from "vitest";
import { sssomTsv } from "../../../src/importers/sssom.js";
import { fixture, sourceFile } from "./sourceFiles.js";

const FIXTURE = fixture("sssom-tsv/teas.sssom.tsv").toString("utf8");
const HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification";
const ROW = "A:1\tskos:exactMatch\tB:1\tsemapv:ManualMappingCuration";

/** What files are read as: pairs, bad lines and notes, or why they are refused. */
async function read(...texts: readonly (string | Buffer)[]) {
  const names = ["s.tsv", "s.yml"];
  const notes: string[] = [];
  const files = texts.map((text, at) =>
    sourceFile(names[at] ?? "more.tsv", text, text.length > 9999 ? 65_536 : 5),
  );
  try {
    const opened = await sssomTsv.open?.(files, {
      asOf: new Date(0),
      note: (one) => notes.push(one),
    });
    if (!opened) throw new Error("It does not open files");
    const rows = [];
    for await (const row of opened.rows()) rows.push(row);
    return {
      opened,
      notes,
      pairs: rows.flatMap((row) => ("content" in row ? [row.content] : [])),
      rejected: rows.flatMap((row) => ("rejected" in row ? [`${row.line}: ${row.rejected}`] : [])),
    };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

describe("a set of SSSOM", () => {
  it("is read with its metadata in front", async () => {
    const { opened, pairs, rejected } = await read(FIXTURE);
    expect(rejected).toEqual([]);
    expect(opened?.description).toMatchObject({
      name: "Teas to drinks",
      release: "1.0",
      attributes: [
        { key: "sssom:mapping_set_id", value: "http://example.org/sssom/teas" },
        { key: "sssom:license", value: "https://creativecommons.org/publicdomain/zero/1.0/" },
        { key: "sssom:creator_id", value: '["orcid:0000-0000-0000-0001"]' },
        { key: "sssom:curie_map", value: '{"orcid":"https://orcid.org/"}' },
      ],
    });
    expect(opened?.systemNamed("DRINK")).toEqual({
      uris: ["http://example.org/drink#", "http://example.org/drink"],
      slug: "DRINK",
    });
    expect(pairs).toMatchObject([
      { sourceCode: "green", targetCode: "hot", relationship: "SOURCE_IS_NARROWER_THAN_TARGET" },
      {
        targetCode: "milk",
        relationship: "NOT_RELATED_TO",
        attributes: expect.arrayContaining([{ key: "predicate_id", value: "skos:exactMatch" }]),
      },
      {
        targetCode: "tea",
        relationship: "RELATED_TO",
        attributes: expect.arrayContaining([{ key: "comment", value: 'said "so"' }]),
      },
      { sourceCode: "mate", targetSystem: "DRINK", targetCode: "", relationship: null },
    ]);
  });

  it("is read with its metadata beside it", async () => {
    const { opened, pairs } = await read(`${HEADER}\n${ROW}\n`, "mapping_set_title: Beside\n");
    expect(opened?.description.name).toBe("Beside");
    expect(pairs).toHaveLength(1);
  });

  it("is read without reasons, as older files have none, and says so", async () => {
    const { notes, pairs } = await read(
      "subject_id\tpredicate_id\tobject_id\nA:1\towl:sameAs\tB:1\n",
    );
    expect(pairs).toMatchObject([{ relationship: "EQUIVALENT" }]);
    expect(notes).toEqual([expect.stringContaining("mapping_justification")]);
  });

  it("is read with CR LF, a byte order mark, and codes as whole URIs", async () => {
    expect((await read(`\ufeff${FIXTURE.replaceAll("\n", "\r\n")}`)).pairs).toHaveLength(4);
    const whole = FIXTURE.replace("TEAX:black", "http://example.org/tea/black");
    expect((await read(whole)).pairs?.[2]).toMatchObject({
      sourceSystem: "TEAX",
      sourceCode: "black",
    });
  });
});

describe("what is no set of SSSOM", () => {
  it.each([
    [
      "a column that is missing",
      "subject_id\tobject_id\nA:1\tB:1\n",
      "s.tsv, line 1: no column is called predicate_id",
    ],
    [
      "a column twice",
      `${HEADER}\tsubject_id\n`,
      "s.tsv, line 1: two columns are called subject_id",
    ],
    ["no table", "#mapping_set_id: x\n", "no header was read"],
    ["metadata that are no YAML", `#a: [\n${HEADER}\n`, "the metadata are no YAML"],
    [
      "Latin-1",
      Buffer.from(`${HEADER}\n${ROW.replace("A:1", "A:é")}\n`, "latin1"),
      "line 2: this is not UTF-8",
    ],
    ["a field of 10 MB", `${HEADER}\n${"x".repeat(10_000_000)}\n`, "s.tsv, line 2"],
    ["a quotation mark that nothing closes", `${HEADER}\n"${ROW}\n`, "s.tsv, line 2"],
  ])("is refused: %s", async (_, text, reason) => {
    expect((await read(text)).refused).toContain(reason);
  });

  it.each([
    ["too few fields", "A:1\tskos:exactMatch", "not as many fields"],
    ["no subject", "\tskos:exactMatch\tB:1\tsemapv:ManualMappingCuration", "subject_id is missing"],
    [
      "no CURIE",
      "nothing\tskos:exactMatch\tB:1\tsemapv:ManualMappingCuration",
      'subject_id: "nothing" is no CURIE',
    ],
    [
      "no reason where others have one",
      "A:2\tskos:exactMatch\tB:1\t",
      "mapping_justification is missing",
    ],
    [
      "no term to begin with",
      "sssom:NoTermFound\tskos:exactMatch\tB:1\tsemapv:X",
      "the subject is no term",
    ],
  ])("has lines that can't be read: %s", async (_, line, reason) => {
    const { rejected } = await read(`${HEADER}\n${ROW}\n${line}\n`);
    expect(rejected).toEqual([expect.stringContaining(reason)]);
    expect(rejected?.[0]).toMatch(/^3: /);
  });
});
