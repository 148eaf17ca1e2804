import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
import { useCollections } from "./world.js";

const { database, ask, mutate, carriedOut, refused, newCollection, collection, demo } =
  useCollections();
const LATER = new Date("2026-02-01T10:00:00Z");
const UUID = expect.stringMatching(/^[-0-9a-f]{36}$/);

const ALL = `
  uuid shortCode url name fullName collectionType publicAccess preferredSource customValidationSchema
  canonicalUrl defaultLocale supportedLocales website description externalId extras deactivatedAt
  versionsUrl conceptsUrl mappingsUrl versionCount owner { name url }
  names { text locale preferred } descriptions { text locale preferred }
  createdAt createdBy updatedAt updatedBy`;
const HISTORY = "history { totalCount nodes { number kind by message at } }";

describe("a new collection", () => {
  it("has what it was given, and is HEAD alone", async () => {
    const input = {
      owner: "/orgs/Demo/",
      shortCode: "Community-MCH",
      name: " Community-MCH Core Dataset ",
      fullName: "Community Maternal-Child Health Core Dataset",
      collectionType: "Core Dataset",
      preferredSource: "CIEL",
      publicAccess: "VIEW",
      supportedLocales: ["en,es"],
      names: [{ text: "Conjunto básico", locale: "es", preferred: true }],
      description: "For mothers",
      canonicalUrl: "urn:oid:2.16.840",
      customValidationSchema: "OpenMRS",
      externalId: "x1",
      extras: { a: [1] },
    };
    const url = "/orgs/Demo/collections/Community-MCH/";
    expect(await mutate("createCollection", input)).toEqual(
      done({ shortCode: "Community-MCH", url }),
    );
    const now = FIXED_NOW.toISOString();
    expect(await collection(url, `${ALL} ${HISTORY}`)).toEqual({
      uuid: UUID,
      shortCode: "Community-MCH",
      url,
      name: "Community-MCH Core Dataset",
      fullName: "Community Maternal-Child Health Core Dataset",
      collectionType: "Core Dataset",
      publicAccess: "VIEW",
      preferredSource: "CIEL",
      customValidationSchema: "OpenMRS",
      canonicalUrl: "urn:oid:2.16.840",
      defaultLocale: "en",
      supportedLocales: ["en", "es"],
      website: null,
      description: "For mothers",
      externalId: "x1",
      extras: { a: [1] },
      deactivatedAt: null,
      versionsUrl: `${url}versions/`,
      conceptsUrl: `${url}concepts/`,
      mappingsUrl: `${url}mappings/`,
      versionCount: 1,
      owner: { name: "Demo", url: "/orgs/Demo/" },
      names: [
        { text: "Community-MCH Core Dataset", locale: "en", preferred: true },
        { text: "Conjunto básico", locale: "es", preferred: true },
      ],
      descriptions: [{ text: "For mothers", locale: "en", preferred: true }],
      createdAt: now,
      createdBy: "demo",
      updatedAt: now,
      updatedBy: "demo",
      history: {
        totalCount: 1,
        nodes: [{ number: 1, kind: "CREATED", by: "demo", message: null, at: now }],
      },
    });
  });

  it("belongs to the token's user where no owner is named", async () => {
    const input = { shortCode: "Mine", name: "m" };
    const { made } = await mutate("createCollection", input);
    expect(made).toEqual({ shortCode: "Mine", url: "/users/demo/collections/Mine/" });
    expect(await collection("user/collections/Mine", "name fullName")).toEqual({
      name: "m",
      fullName: "m",
    });
    const client = await callerOf(database, { organizations: ["Demo"] });
    const message = "The token speaks for no user; name an owner: /orgs/NAME/.";
    await refused("createCollection", input, [fault("owner", message)], { as: client });
  });

  it("takes a short code that its owner uses nowhere else", async () => {
    const name = "x";
    const system = `mutation { createCodeSystem(input: {
      owner: "/orgs/Demo/", shortCode: "Shared", name: "s" }) { userErrors { message } } }`;
    await dataOf(ask(system, { as: demo() }));
    await newCollection({ shortCode: "Off" });
    await carriedOut("deactivateCollection", { collection: "/orgs/Demo/collections/Off/" });
    for (const shortCode of ["Shared", "Off"]) {
      const message = `Demo has a code system or collection ${shortCode} already.`;
      const input = { owner: "Demo", shortCode, name };
      await refused("createCollection", input, [fault("shortCode", message, "AlreadyExists")]);
      const { made } = await mutate("createCollection", { shortCode, name });
      expect(made).toMatchObject({ shortCode });
    }
    const taken = await dataOf(ask(system.replace("Shared", "Off"), { as: demo() }));
    expect(taken).toEqual({
      createCodeSystem: {
        userErrors: [{ message: "Demo has a code system or collection Off already." }],
      },
    });
  });

  it("is made once of two that are asked for at once", async () => {
    const input = { owner: "/orgs/Demo/", shortCode: "Raced", name: "x" };
    const answers = await Promise.all([1, 2, 3].map(() => mutate("createCollection", input)));
    expect(answers.filter(({ made }) => made !== null)).toHaveLength(1);
    const errors = answers.flatMap(({ userErrors }) => userErrors);
    expect(errors.map(({ __typename }) => __typename)).toEqual(["AlreadyExists", "AlreadyExists"]);
  });

  it("is refused for all faults at once", async () => {
    const input = {
      owner: "/orgs/Demo/",
      shortCode: "versions",
      name: " ",
      collectionType: "t".repeat(256),
      canonicalUrl: "foobar.com",
      supportedLocales: ["en,e n"],
      customValidationSchema: "Other",
      names: [
        { text: " ", locale: "en" },
        { text: "a", locale: "??" },
        { text: "b", locale: "en", preferred: true },
        { text: "c", locale: "EN", preferred: true },
      ],
    };
    await refused("createCollection", input, [
      fault("shortCode", '"versions" can\'t be a short code: it is reserved'),
      fault("name", "Collection name is required"),
      fault("canonicalUrl", "Enter a valid URI."),
      fault("supportedLocales.0", '"e n" is no language tag of BCP 47, such as en or en-GB'),
      fault("customValidationSchema", "customValidationSchema is OpenMRS, or None for no schema"),
      fault("collectionType", "collectionType is 256 characters long; at most 255 are allowed"),
      fault("names.0.text", "text is required"),
      fault("names.1.locale", '"??" is no language tag of BCP 47, such as en or en-GB'),
      fault("names.3.preferred", "en has a preferred text already"),
    ]);
  });
});

describe("an edit of a collection", () => {
  it("changes what is given and nothing else, as one revision with its comment", async () => {
    const url = await newCollection({ description: "d", extras: { a: 1 }, collectionType: "T" });
    const edit = {
      collection: url,
      name: "New name",
      description: null,
      supportedLocales: ["fr, en"],
      updateComment: "Renamed",
    };
    await carriedOut("editCollection", edit, { now: LATER });
    expect(await collection(url, `${ALL} ${HISTORY}`)).toMatchObject({
      name: "New name",
      fullName: "New name",
      description: null,
      descriptions: [],
      collectionType: "T",
      extras: { a: 1 },
      supportedLocales: ["en", "fr"],
      updatedAt: LATER.toISOString(),
      history: {
        totalCount: 2,
        nodes: [
          { number: 2, kind: "UPDATED", by: "demo", message: "Renamed", at: LATER.toISOString() },
          { number: 1, kind: "CREATED" },
        ],
      },
    });
  });

  it("is none where nothing changes", async () => {
    const url = await newCollection({ names: [{ text: "n", locale: "fr" }] });
    const before = await collection(url, `${ALL} ${HISTORY}`);
    const names = [{ text: " n ", locale: "FR" }];
    for (const same of [{}, { name: " For one test " }, { description: " " }, { names }]) {
      const answer = await mutate("editCollection", { collection: url, ...same }, { now: LATER });
      expect(answer.message).toBe("Nothing to change.");
    }
    expect(await collection(url, `${ALL} ${HISTORY}`)).toEqual(before);
  });

  it("keeps names in other languages apart from the name", async () => {
    const names = [
      { text: "Autre", locale: "fr" },
      { text: "Préféré", locale: "fr", preferred: true },
      { text: "Other", locale: "en", preferred: true },
    ];
    const url = await newCollection({ names });
    expect(await collection(url, 'names(locale: "FR") { text preferred }')).toEqual({
      names: [
        { text: "Autre", preferred: false },
        { text: "Préféré", preferred: true },
      ],
    });
    expect(await collection(url, 'names(locale: "en") { text preferred }')).toEqual({
      names: [
        { text: "For one test", preferred: false },
        { text: "Other", preferred: true },
      ],
    });
    await carriedOut("editCollection", { collection: url, names: null });
    expect(await collection(url, "names { text }")).toEqual({ names: [{ text: "For one test" }] });
  });

  it("is refused where it takes away what every collection has", async () => {
    const url = await newCollection();
    const input = { collection: url, name: null, publicAccess: null, defaultLocale: null };
    await refused("editCollection", input, [
      fault("name", "Collection name is required"),
      fault("publicAccess", "publicAccess can't be taken away"),
      fault("defaultLocale", "defaultLocale can't be taken away"),
    ]);
  });

  it("is refused for what is no collection", async () => {
    const url = await newCollection();
    const others = [
      "/orgs/Demo/collections/None/",
      "nothing",
      `${url}v1/`,
      "/orgs/CDC/sources/ICD-10-CM/",
    ];
    for (const collection of [...others, "/orgs/%00/collections/x/"]) {
      const message = `There is no collection ${collection}.`;
      const missing = fault("collection", message, "ResourceNotFound");
      await refused("editCollection", { collection, name: null }, [missing]);
    }
  });
});

describe("a deactivated collection", () => {
  it("is its owner's alone, takes no edits, and comes back as it was", async () => {
    const url = await newCollection();
    const before = await collection(url, ALL);
    const off = await mutate("deactivateCollection", { collection: url }, { now: LATER });
    const shortCode = expect.any(String);
    expect(off).toEqual(done({ shortCode, deactivatedAt: LATER.toISOString() }));
    expect(await mutate("deactivateCollection", { collection: url })).toMatchObject({
      message: "Nothing to change.",
      userErrors: [],
    });
    expect(await collection(url, "deactivatedAt")).toEqual({ deactivatedAt: LATER.toISOString() });
    const stranger = await callerOf(database, { organizations: ["Other"] });
    expect(await collection(url, "name", stranger)).toBeNull();
    const [code = ""] = url.split("/").slice(-2);
    const message = `${code} is deactivated; reactivate it before changing it.`;
    const archived = fault("collection", message, "ResourceArchived");
    await refused("editCollection", { collection: url, name: "x" }, [archived]);
    await refused("createCollectionVersion", { collection: url, version: "HEAD" }, [archived]);

    expect(await mutate("reactivateCollection", { collection: url })).toEqual(
      done({ shortCode, deactivatedAt: null }),
    );
    const again = await mutate("reactivateCollection", { collection: url });
    expect(again.message).toBe("Nothing to change.");
    expect(await collection(url, ALL)).toEqual(before);
    expect(await collection(url, "history { nodes { kind } }", stranger)).toEqual({
      history: {
        nodes: [{ kind: "REACTIVATED" }, { kind: "DEACTIVATED" }, { kind: "CREATED" }],
      },
    });
  });
});
