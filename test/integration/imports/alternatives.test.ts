import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { conceptMapOf } from "../../../src/importers/fhir/conceptMap.js";
import { sssomTsv } from "../../../src/importers/sssom.js";
import { v2ToFhir } from "../../../src/importers/v2ToFhir.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { fixtureFile, sourceFile } from "../../unit/importers/sourceFiles.js";
import { crosswalkFiles } from "./crosswalkFiles.js";

const { database } = useTestDatabase();
const files = crosswalkFiles(database);

async function pairsOf(identifier: string) {
  return await database.reads.execute(sql`
    select source_code as source, target_code as target, relationship,
      (select jsonb_object_agg(a ->> 'key', a ->> 'value') from jsonb_array_elements(attributes) a) as said
    from crosswalk_pair join container on container.id = container_id
    where uid = ${identifier} and to_revision = 2147483647 order by source_code, target_code`);
}

const AGE = "http://example.org/age";
const when = (value: string) => [{ property: AGE, system: "http://example.org/ages", value }];
const TARGETS = [
  { code: "milk", equivalence: "wider", comment: "for the young", dependsOn: when("child") },
  { code: "black", equivalence: "equivalent", dependsOn: when("adult") },
  {
    code: "milk",
    equivalence: "inexact",
    dependsOn: when("adult"),
    product: when("x".repeat(6000)),
  },
  { code: "milk", equivalence: "wider", comment: "for the young", dependsOn: when("child") },
];
const MAP = {
  resourceType: "ConceptMap",
  url: "http://example.org/ConceptMap/conditional",
  name: "Conditional",
  status: "active",
  group: [
    {
      source: "http://example.org/tea",
      target: "http://example.org/drink",
      element: [{ code: "assam", target: TARGETS }],
    },
  ],
};

describe("a ConceptMap that maps one code to another several times", () => {
  const file = sourceFile("map.json", JSON.stringify(MAP));

  test("is one pair with all that is said of it", async () => {
    const put = await files.put(conceptMapOf.R4, file);
    expect(put).toMatchObject({ outcome: "IMPORTED", read: 4, pairs: 2, repeats: 2, losses: [] });
    const [, milk] = await pairsOf(put.identifier);
    expect(milk).toMatchObject({
      relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
      said: {
        comment: "for the young",
        dependsOn: JSON.stringify(when("child")),
        "alternative 2": expect.stringMatching(/^\{"relationship":"RELATED_TO",.*adult/),
        "alternative 2 [2]": expect.stringMatching(/x"/),
      },
    });
  });

  test("comes out as it went in, but for what it said twice, and is known again", async () => {
    const { identifier } = await files.put(conceptMapOf.R4, file);
    const text = await files.taken(identifier, "FHIR_R4");
    const [, black, adult] = TARGETS;
    expect(JSON.parse(text).group[0].element).toEqual([
      { code: "assam", target: [black, TARGETS[0], adult] },
    ]);
    const again = await files.put(conceptMapOf.R4, sourceFile("again.json", text));
    expect(again).toMatchObject({ outcome: "UNCHANGED", identifier });
  });

  test("is the same when a code stands in several elements", async () => {
    const element = TARGETS.map((target) => ({ code: "assam", target: [target] }));
    const [group] = MAP.group;
    const apart = { ...MAP, group: [{ ...group, element }] };
    const put = await files.put(conceptMapOf.R4, sourceFile("apart.json", JSON.stringify(apart)));
    expect(put).toMatchObject({ outcome: "UNCHANGED", pairs: 2, repeats: 2 });
  });
});

test("A set of SSSOM that gives several reasons for a mapping keeps them all, row for row", async () => {
  const rows = [
    "T:assam\tskos:exactMatch\tD:black\tsemapv:LexicalMatching\t0.8",
    "T:assam\tskos:exactMatch\tD:black\tsemapv:ManualMappingCuration\t1.0",
    "T:assam\tskos:closeMatch\tD:black\tsemapv:ManualMappingCuration\t1.0",
  ];
  const text = [
    "#mapping_set_id: http://example.org/reasons",
    "#curie_map:",
    "#  T: http://example.org/sssom/tea/",
    "#  D: http://example.org/sssom/drink/",
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence",
    ...rows,
    "",
  ].join("\n");
  const put = await files.put(sssomTsv, sourceFile("reasons.sssom.tsv", text));
  expect(put).toMatchObject({ read: 3, pairs: 1, repeats: 2, losses: [] });
  const written = await files.taken(put.identifier, "SSSOM");
  expect(written.split("\n").filter((line) => line.startsWith("T:"))).toEqual(rows);
  const again = await files.put(sssomTsv, sourceFile("again.sssom.tsv", written));
  expect(again).toMatchObject({ outcome: "UNCHANGED", identifier: put.identifier });
});

test("More alternatives than a pair has room for are told", async () => {
  const target = Array.from({ length: 103 }, (_, at) => ({
    code: "black",
    equivalence: "equivalent",
    comment: `reason ${at}`,
  }));
  const [group] = MAP.group;
  const map = { ...MAP, url: "http://example.org/many", name: "Many" };
  const many = { ...map, group: [{ ...group, element: [{ code: "assam", target }] }] };
  const put = await files.put(conceptMapOf.R4, sourceFile("many.json", JSON.stringify(many)));
  expect(put).toMatchObject({ pairs: 1, repeats: 102 });
  expect(put.losses).toEqual([
    expect.objectContaining({ kind: "LEFT_OUT", element: "alternative", count: 3 }),
  ]);
});

describe("a table of HL7 v2 and FHIR", () => {
  const TABLE = "v2-to-fhir-csv/HL7 Concept Map_ Teas - Sheet1.csv";

  test("goes in with its conditions, and what has no code of v2 is told", async () => {
    const put = await files.put(v2ToFhir, fixtureFile(TABLE));
    expect(put).toMatchObject({
      crosswalk: "HL7 Concept Map: Teas",
      read: 5,
      pairs: 3,
      noMaps: 1,
      repeats: 1,
      registered: ["tea-menu", "v2-9001"],
      losses: [{ kind: "LEFT_OUT", element: "row", count: 1, examples: ["line 9"] }],
    });
    const pairs = await pairsOf(put.identifier);
    expect(pairs.map(({ source, target }) => `${source} ${target}`)).toEqual([
      "BLK black",
      "BLK milky",
      "COF ",
      "GRN green",
    ]);
    expect(pairs[0]?.said).toMatchObject({
      "alternative 2": expect.stringContaining('["condition.narrative","Otherwise"]'),
    });
    expect(pairs[1]?.said).toEqual({
      sourceDisplay: "Black tea",
      targetDisplay: "Milk tea",
      "condition.antlr": 'IF XYZ-1 EQUALS "M"',
      "condition.narrative": "With milk",
      comment: "Not in the afternoon",
    });
    expect(await files.put(v2ToFhir, fixtureFile(TABLE))).toMatchObject({ outcome: "UNCHANGED" });
  });

  test("goes in also where nothing is mapped yet", async () => {
    const headers = [
      "HL7 v2,,,Condition (IF True),,,HL7 FHIR,,,,,Comments",
      "Code,Text,Code System,Computable ANTLR,Computable FHIRPath,Narrative,Code,,Display,Code System,,",
    ];
    const row = ",,,,,,white,,White tea,http://example.org/CodeSystem/tea-menu,,";
    const file = sourceFile("HL7 Concept Map_ Empty.csv", [...headers, row, ""].join("\r\n"));
    const put = await files.put(v2ToFhir, file);
    expect(put).toMatchObject({ outcome: "IMPORTED", version: 1, pairs: 0, noMaps: 0 });
  });
});
