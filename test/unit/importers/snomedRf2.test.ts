import { describe, expect, it } from "vitest";
import type { SourceFile } from "../../../src/importers/format.js";
import { isConceptId, isRightSctid } from "../../../src/importers/rf2/identifiers.js";
import { snomedRf2 } from "../../../src/importers/rf2/rf2.js";
import type { ReleasedConcept } from "../../../src/rules/codeSystems/content.js";
import { fixture, fixtureFile, refusal, sourceFile } from "./sourceFiles.js";

const FOLDER = "snomed-rf2/Snapshot";
const PATHS = {
  concepts: `${FOLDER}/Terminology/sct2_Concept_Snapshot_TEST_20260301.txt`,
  descriptions: `${FOLDER}/Terminology/sct2_Description_Snapshot-en_TEST_20260301.txt`,
  definitions: `${FOLDER}/Terminology/sct2_TextDefinition_Snapshot-en_TEST_20260301.txt`,
  relationships: `${FOLDER}/Terminology/sct2_Relationship_Snapshot_TEST_20260301.txt`,
  stated: `${FOLDER}/Terminology/sct2_StatedRelationship_Snapshot_TEST_20260301.txt`,
  languages: `${FOLDER}/Refset/Language/der2_cRefset_LanguageSnapshot-en_TEST_20260301.txt`,
  associations: `${FOLDER}/Refset/Content/der2_cRefset_AssociationSnapshot_TEST_20260301.txt`,
};
const [ROOT, TEA, BREW, OLD, NEW] = [
  "990001006",
  "990002004",
  "990003009",
  "990004003",
  "990005002",
];

async function read(files: readonly SourceFile[], version = "20260301") {
  const notes: string[] = [];
  const contents: ReleasedConcept[] = [];
  const rejected: string[] = [];
  const options = { asOf: new Date(0), version, note: (text: string) => notes.push(text) };
  for await (const row of snomedRf2.read(files, options)) {
    if ("content" in row) contents.push(row.content);
    else rejected.push(`${row.file} ${row.line}: ${row.rejected}`);
  }
  return { contents, notes, rejected, of: new Map(contents.map((one) => [one.code, one])) };
}

const whole = () => Object.values(PATHS).map(fixtureFile);
const text = (of: keyof typeof PATHS) => fixture(PATHS[of]).toString("utf8");

/** The release with one of its tables changed. */
function changed(of: keyof typeof PATHS, change: (text: string) => string): readonly SourceFile[] {
  return Object.entries(PATHS).map(([key, path]) =>
    key === of ? sourceFile("changed.txt", change(text(of))) : fixtureFile(path),
  );
}

const named = (content: ReleasedConcept | undefined) =>
  content?.names.map(({ name, locale, localePreferred, nameType }) =>
    [locale, nameType === null ? "-" : "FSN", localePreferred ? "*" : " ", name].join(" "),
  );

describe("identifiers", () => {
  it.each(["116680003", "900000000000003001", "109006", ROOT])("%s is right", (id) => {
    expect(isRightSctid(id)).toBe(true);
  });

  it("are wrong with another digit, or two that changed places", () => {
    expect(["116680004", "161680003", "109060"].map(isRightSctid)).toEqual([false, false, false]);
    expect([isConceptId("116680003"), isConceptId("990013017")]).toEqual([true, false]);
  });
});

describe("snomed-rf2", () => {
  it("reads concepts, what they are, and what is above them, inferred alone", async () => {
    const { contents, rejected, notes } = await read(whole());
    expect([rejected, notes]).toEqual([[], []]);
    expect(
      contents.map(({ code, conceptClass, retired, parents }) =>
        [code, conceptClass, retired ? "retired" : "", parents.join()].join("|"),
      ),
    ).toEqual([
      `${ROOT}|finding||`,
      `${TEA}|finding||${ROOT},${NEW}`,
      `${BREW}|physical object||`,
      `${OLD}|finding|retired|`,
      `${NEW}|finding||${ROOT}`,
    ]);
  });

  it("reads names as dialects have them: one where they agree, one of each where they do not", async () => {
    const { of } = await read(whole());
    expect(named(of.get(ROOT))).toEqual(["en FSN   Tea trouble (finding)", "en - * Tea trouble"]);
    expect(named(of.get(TEA))).toEqual([
      "en FSN   Tea colored tongue (finding)",
      "en - * Tea colored tongue",
      "en-US - * Tea colored tongue",
      "en-GB - * Tea coloured tongue",
      'en -   Brown "tongue',
    ]);
    expect(of.get(TEA)).toMatchObject({
      descriptions: [
        { description: "A tongue that tea has colored.", descriptionType: "Definition" },
      ],
      extras: {
        definitionStatus: "defined",
        moduleId: "900000000000207008",
        effectiveTime: "2021-01-01",
      },
    });
    expect(of.get(TEA)?.names[1]?.externalId).toBe("990004019");
  });

  it("shows the fully specified name where no dialect says which is preferred", async () => {
    const { of } = await read([PATHS.concepts, PATHS.descriptions].map(fixtureFile));
    expect(named(of.get(ROOT))).toEqual(["en FSN * Tea trouble (finding)", "en -   Tea trouble"]);
  });

  it("maps retired concepts to their successors, by what holds now", async () => {
    const { contents } = await read(whole());
    const mapped = contents.filter(({ mappings }) => mappings?.length);
    expect(mapped.map(({ code, mappings }) => [code, mappings])).toEqual([
      [OLD, [{ mapType: "REPLACED-BY", toCode: NEW, toName: null, extras: {} }]],
    ]);
  });

  it("tells of ids that are typed wrong and of dialects of unknown descriptions", async () => {
    const ids = (table: string) => table.replaceAll("990003009", "990003008");
    const files = [
      sourceFile("concepts.txt", ids(text("concepts"))),
      sourceFile("descriptions.txt", ids(text("descriptions"))),
      sourceFile("languages.txt", text("languages").replace("990006017", "990099015")),
    ];
    expect((await read(files)).notes).toEqual([
      "1 ids have a wrong check digit, 990003008 among them",
      "1 rows of dialects are about descriptions that are not in the files",
    ]);
  });

  it.each([
    [
      "concepts",
      (t: string) => t.replace("20200101\t1", "2020\t1"),
      'changed.txt 2: effectiveTime is "2020", no YYYYMMDD',
    ],
    [
      "concepts",
      (t: string) => t.replace("20200101\t1", "20200101\tyes"),
      'changed.txt 2: active is "yes", neither 0 nor 1',
    ],
    [
      "concepts",
      (t: string) => `${t}${t.split("\r\n")[1] ?? ""}\r\n`,
      `changed.txt 7: the concept ${ROOT} of 20200101 stands on line 2 already`,
    ],
    ["concepts", (t: string) => t.replace(BREW, "x"), 'changed.txt 4: "x" is no concept\'s id'],
    [
      "concepts",
      (t: string) => t.slice(0, -5),
      "changed.txt 6: the file ends in the middle of line 6",
    ],
    [
      "descriptions",
      (t: string) => t.replace(`\t${NEW}\t`, "\t999999000\t"),
      "changed.txt 12: there is no concept 999999000",
    ],
    [
      "descriptions",
      (t: string) => t.replace("\ten\t", "\tenglish\t"),
      'changed.txt 2: "english" is no language',
    ],
    [
      "descriptions",
      (t: string) => t.replace("Tea trouble (finding)", "Tea\ttrouble"),
      "changed.txt 2: the line has 10 fields; 9 are due",
    ],
    [
      "relationships",
      (t: string) => t.replace(`\t${ROOT}\t0`, "\tROOT\t0"),
      'changed.txt 2: "ROOT" is no concept\'s id',
    ],
  ] as const)("rejects a line of the %s, %#", async (table, change, line) => {
    const { rejected } = await read(changed(table, change));
    expect(rejected).toContain(line);
  });

  it.each([
    [[fixtureFile(PATHS.descriptions)], "snomed-rf2 needs the table of concepts"],
    [[fixtureFile(PATHS.concepts)], "snomed-rf2 needs the table of descriptions"],
    [
      [sourceFile("sct2_Concept_Delta_X_20260301.txt", text("concepts"))],
      "sct2_Concept_Delta_X_20260301.txt is of a Delta; a Snapshot or Full set is a release",
    ],
    [
      [
        fixtureFile(PATHS.concepts),
        sourceFile(
          "a.txt",
          Buffer.from(text("descriptions").replace("Brown", "Br\u00fbn"), "latin1"),
        ),
      ],
      "a.txt, line 7: this is not UTF-8; save the file as UTF-8",
    ],
  ])("refuses %#", async (files, message) => {
    expect((await refusal(snomedRf2, files)).message).toBe(message);
  });
});

describe("a Full set", () => {
  const later = (table: string, ...rows: string[]) => `${table}${rows.join("\r\n")}\r\n`;
  const full = () => [
    sourceFile(
      "sct2_Concept_Full_TEST_20260301.txt",
      later(text("concepts"), `${OLD}\t20200101\t1\t900000000000207008\t900000000000074008`),
    ),
    sourceFile(
      "sct2_Description_Full-en_TEST_20260301.txt",
      later(
        text("descriptions"),
        `990002015\t20250101\t1\t900000000000207008\t${ROOT}\ten\t900000000000013009\tTrouble with tea\t900000000000448009`,
      ),
    ),
    ...[PATHS.relationships, PATHS.languages, PATHS.associations].map((path) => ({
      ...fixtureFile(path),
      name: path.replace(/^.*\//, "").replace("Snapshot", "Full"),
    })),
  ];

  it("is read as it is now", async () => {
    const { of, notes, rejected } = await read(full(), "newest");
    expect(rejected).toEqual([]);
    expect(named(of.get(ROOT))).toContain("en - * Trouble with tea");
    expect(of.get(OLD)?.retired).toBe(true);
    expect(notes).toEqual([
      "a Full set: the states of 2026-03-01 and before, each in its newest one",
    ]);
  });

  it("is read as it was on the day that the version is named by", async () => {
    const { of, contents } = await read(full(), "2024-12-31");
    expect(named(of.get(ROOT))).toContain("en - * Tea trouble");
    expect(of.get(OLD)).toMatchObject({ retired: false, mappings: [] });
    expect(contents.map(({ code }) => code)).toEqual([ROOT, TEA, BREW, OLD]);
  });

  it("is left aside where the Snapshot is there, and so is the Delta", async () => {
    const delta = sourceFile("sct2_Concept_Delta_TEST_20260301.txt", text("concepts"));
    const { of, rejected } = await read([...full(), ...whole(), delta]);
    expect([rejected, named(of.get(ROOT))?.[1]]).toEqual([[], "en - * Tea trouble"]);
  });
});
