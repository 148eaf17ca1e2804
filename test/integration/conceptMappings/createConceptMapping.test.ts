import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { FIXED_NOW } from "../../support/clock.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import {
  type Input,
  invalid,
  makeSystems,
  mappingsOver,
  NO_TARGET,
  NOT_UNIQUE,
  refused,
} from "./world.js";

const { database } = useTestDatabase();
let as: Viewer;
const { create } = mappingsOver(database, () => as);

beforeAll(async () => {
  as = await makeSystems(database);
});

describe("createConceptMapping", () => {
  it("maps a concept to another of its code system", async () => {
    const { conceptMapping, userErrors } = await create({
      toConcept: "B",
      toConceptName: "given",
      externalId: " x1 ",
      extras: { a: [1] },
    });
    expect(userErrors).toEqual([]);
    expect(conceptMapping).toEqual({
      uuid: expect.stringMatching(/^[-0-9a-f]{36}$/),
      version: "1",
      mapType: "SAME-AS",
      retired: false,
      sortWeight: null,
      externalId: "x1",
      extras: { a: [1] },
      url: "/orgs/CDC-NCIRD/sources/VIS/mappings/1/",
      versionUrl: "/orgs/CDC-NCIRD/sources/VIS/mappings/1/1/",
      fromCode: "A",
      fromName: "Name of A",
      fromConceptUrl: "/orgs/CDC-NCIRD/sources/VIS/concepts/A/",
      toCode: "B",
      toName: "Name of B",
      toConceptUrl: "/orgs/CDC-NCIRD/sources/VIS/concepts/B/",
      toSourceUrl: "/orgs/CDC-NCIRD/sources/VIS/",
      toSourceName: "VIS",
      toSourceOwner: "CDC-NCIRD",
      toSourceOwnerType: "ORGANIZATION",
      fromConcept: { display: "Name of A" },
      toConcept: { display: "Name of B" },
      fromCodeSystem: { slug: "vis" },
      toCodeSystem: { slug: "vis" },
      codeSystem: { slug: "vis" },
      createdAt: FIXED_NOW.toISOString(),
      createdBy: "test-client",
      updatedAt: FIXED_NOW.toISOString(),
      updatedBy: "test-client",
    });
  });

  it.each<readonly [string, Input, Input]>([
    [
      "a URL of a version of a concept",
      { toConcept: "orgs/CDC/sources/ICD-10-CM/2026/concepts/A000/1/" },
      { toCode: "A00.0", toSourceUrl: "/orgs/CDC/sources/ICD-10-CM/", toName: "Name of A00.0" },
    ],
    [
      "a canonical URL and a code",
      { toSourceUrl: "http://hl7.org/fhir/sid/icd-10-cm", toConceptCode: "A00" },
      {
        toCode: "A00",
        toSourceUrl: "http://hl7.org/fhir/sid/icd-10-cm",
        toConceptUrl: "/orgs/CDC/sources/ICD-10-CM/concepts/A00/",
        toSourceName: "ICD-10-CM",
        toCodeSystem: { slug: "icd10cm" },
      },
    ],
    [
      "a relative URL that leads nowhere yet",
      { toSourceUrl: "/users/ann/sources/Later/", toConceptCode: "7", toConceptName: "Seven" },
      {
        toConcept: null,
        toCodeSystem: null,
        toName: "Seven",
        toConceptUrl: "/users/ann/sources/Later/concepts/7/",
        toSourceName: "Later",
        toSourceOwner: "ann",
        toSourceOwnerType: "USER",
      },
    ],
    [
      "a canonical URL that nobody knows",
      { toSourceUrl: "urn:oid:1.2.3", toConceptCode: "7" },
      {
        toConcept: null,
        toName: null,
        toConceptUrl: null,
        toSourceName: null,
        toSourceOwner: null,
      },
    ],
  ])("takes for a target %s", async (_, input, expected) => {
    const { conceptMapping, userErrors } = await create({ ...input, fromConcept: "C" });
    expect(userErrors).toEqual([]);
    expect(conceptMapping).toMatchObject(expected);
  });

  it("takes the concept by its URL, also one of another code system", async () => {
    const fromConcept = "/orgs/CDC/sources/ICD-10-CM/concepts/A000/";
    const { conceptMapping } = await create({ fromConcept, toConcept: "B" });
    expect(conceptMapping).toMatchObject({
      fromCode: "A00.0",
      fromCodeSystem: { slug: "icd10cm" },
    });
  });

  it("names its code system by URL, and itself by an id of the caller's", async () => {
    const codeSystem = "/orgs/CDC-NCIRD/sources/VIS/";
    const own = { codeSystem, mappingId: "my-1", fromConcept: "Q1", toConcept: "Q2" };
    const { conceptMapping } = await create(own);
    expect(conceptMapping).toMatchObject({ url: "/orgs/CDC-NCIRD/sources/VIS/mappings/my-1/" });
    await expectNothingDone(
      database,
      () => create({ ...own, toConcept: "Q3" }),
      refused({
        __typename: "AlreadyExists",
        path: ["mappingId"],
        message: "There is a mapping my-1 already.",
      }),
    );
  });

  it("gives a weight after those of its siblings, where they have one", async () => {
    const set = { mapType: "CONCEPT-SET", fromConcept: "Q5" };
    const weights: unknown[] = [];
    for (const more of [
      { toConcept: "Q6" },
      { toConcept: "Q7", sortWeight: 2.5 },
      { toConcept: "Q8" },
      { toConcept: "Q9", sortWeight: null },
      { toConcept: "Q10" },
      { toConcept: "Q11", mapType: "Q-AND-A" },
    ]) {
      weights.push((await create({ ...set, ...more })).conceptMapping?.sortWeight);
    }
    expect(weights).toEqual([null, 2.5, 3, null, 4, null]);
  });

  it.each<readonly [string, Input, readonly Input[]]>([
    [
      "a blank map type",
      { mapType: " ", toConcept: "C" },
      [invalid("mapType", "Map type is required")],
    ],
    [
      "no concept",
      { fromConcept: "", toConcept: "C" },
      [invalid("fromConcept", "Must specify a 'from_concept'.")],
    ],
    [
      "a concept that is not there",
      { fromConcept: "nowhere", toConcept: "C" },
      [invalid("fromConcept", "Must specify a 'from_concept'. There is no concept nowhere.")],
    ],
    ["no target", {}, [NO_TARGET]],
    ["half a target", { toConceptCode: "C" }, [NO_TARGET]],
    ["the other half", { toSourceUrl: "urn:x:y" }, [NO_TARGET]],
    ["two targets", { toConcept: "C", toSourceUrl: "urn:x:y", toConceptCode: "C" }, [NO_TARGET]],
    [
      "a source that is no URI",
      { toSourceUrl: "foobar", toConceptCode: "C" },
      [invalid("toSourceUrl", "Enter a valid URI.")],
    ],
    [
      "a target that is the URL of something else",
      { toConcept: "/orgs/CDC/sources/ICD-10-CM/" },
      [
        invalid(
          "toConcept",
          '"/orgs/CDC/sources/ICD-10-CM/" is no concept\'s URL; they are like /orgs/OWNER/sources/SOURCE/concepts/CODE/',
        ),
      ],
    ],
    [
      "everything at once",
      {
        mapType: "x".repeat(256),
        toConcept: "y".repeat(256),
        toConceptName: "\u0000",
        externalId: "z".repeat(256),
        sortWeight: 1e301,
        extras: { a: ["\u0000"] },
        mappingId: "a/b",
        updateComment: "c".repeat(5001),
      },
      [
        invalid("mapType", "Map type is 256 characters long; at most 255 are allowed"),
        invalid("toConcept", "Code is 256 characters long; at most 255 are allowed"),
        invalid("toConceptName", "Name of the target holds a character that is not text"),
        invalid("externalId", "External id is 256 characters long; at most 255 are allowed"),
        invalid("sortWeight", "Sort weight is at most 1e+300"),
        invalid("extras", "Extras hold a character that is not text"),
        invalid(
          "mappingId",
          '"a/b" can\'t be the name of a mapping: letters, digits and -._@ are allowed, 1 to 255 of them',
        ),
        invalid(
          "updateComment",
          "Update comment is 5001 characters long; at most 5000 are allowed",
        ),
      ],
    ],
    [
      "what is there already",
      { toConcept: "/orgs/CDC-NCIRD/sources/VIS/concepts/B/" },
      [NOT_UNIQUE],
    ],
    [
      "what is there already under another URL",
      { fromConcept: "C", toConcept: "/orgs/CDC/sources/ICD-10-CM/concepts/A00/" },
      [NOT_UNIQUE],
    ],
    [
      "a code system that is not there",
      { codeSystem: "nowhere", toConcept: "B" },
      [
        {
          __typename: "ResourceNotFound",
          path: ["codeSystem"],
          message: "There is no code system nowhere.",
        },
      ],
    ],
    [
      "a target that needs a licence",
      { toConcept: "/orgs/AMA/sources/CPT-2025/concepts/99213/" },
      [
        {
          __typename: "LicenseRequired",
          path: ["toConcept"],
          codeSystem: "cpt2025",
          licensor: "AMA",
          message: "cpt2025 needs a licence of AMA, which none of your organizations holds.",
        },
      ],
    ],
  ])("refuses %s and changes nothing", async (_, input, errors) => {
    await expectNothingDone(database, () => create(input), refused(...errors));
  });
});
