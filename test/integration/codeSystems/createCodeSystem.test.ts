import { describe, expect, it } from "vitest";
import { createContainer } from "../../../src/store/ledger/writes.js";
import { insertRepository } from "../../../src/store/repositories/writes.js";
import { done, fault } from "../../support/authoringGraph.js";
import { FIXED_NOW } from "../../support/clock.js";
import { callerOf, grantLicence, makeOrganization } from "../../support/viewers.js";
import { useAuthor } from "./world.js";

const { database, ask, author, mutate, carriedOut, refused, codeSystem } = useAuthor();
const ALL = `content slug shortCode url name fullName description canonicalUrl sourceType publicAccess
  defaultLocale supportedLocales externalId extras customValidationSchema website owner { url }
  license { licensor } createdAt createdBy updatedAt updatedBy latestVersion { label }
  versions { totalCount } concepts { totalCount } history { nodes { number kind by message } }`;

describe("a new code system", () => {
  it("is what its author says, and complete without concepts", async () => {
    const input = {
      owner: "/orgs/Demo/",
      shortCode: "Full@1_a.b-c",
      slug: "full",
      name: " Full ",
      fullName: "All of it",
      sourceType: "Dictionary",
      publicAccess: "EDIT",
      defaultLocale: "FR",
      supportedLocales: ["en, sw ", "en-gb"],
      canonicalUrl: "urn:oid:2.16.840",
      description: "About",
      website: "https://example.org",
      externalId: "x1",
      customValidationSchema: "OpenMRS",
      extras: { b: [1, { c: null }], a: "é" },
    };
    const { name } = await carriedOut("createCodeSystem", input, {
      selected: `codeSystem { name ${ALL} }`,
    });
    expect(name).toBe("Full");
    expect(await codeSystem("full", ALL)).toEqual({
      ...input,
      name: "Full",
      owner: { url: "/orgs/Demo/" },
      url: "/orgs/Demo/sources/Full@1_a.b-c/",
      content: "COMPLETE",
      defaultLocale: "fr",
      supportedLocales: ["fr", "en", "sw", "en-GB"],
      license: null,
      createdAt: "2026-01-15T12:00:00.000Z",
      createdBy: "demo",
      updatedAt: "2026-01-15T12:00:00.000Z",
      updatedBy: "demo",
      latestVersion: null,
      versions: { totalCount: 0 },
      concepts: { totalCount: 0 },
      history: { nodes: [{ number: 1, kind: "CREATED", by: "demo", message: null }] },
    });
  });

  it("has the usual where nothing is said, and belongs to the token's user", async () => {
    await carriedOut("createCodeSystem", { shortCode: "Bare", name: "Bare" });
    expect(await codeSystem("bare", ALL)).toMatchObject({
      url: "/users/demo/sources/Bare/",
      fullName: "Bare",
      description: null,
      canonicalUrl: null,
      publicAccess: "VIEW",
      defaultLocale: "en",
      supportedLocales: ["en"],
      customValidationSchema: null,
      extras: {},
      owner: { url: "/users/demo/" },
    });
    expect(await codeSystem("users/demo/sources/Bare", "slug")).toEqual({ slug: "bare" });
    expect(await codeSystem("/user/sources/Bare/", "slug")).toEqual({ slug: "bare" });
    expect(await codeSystem("/orgs/demo/sources/Bare/", "slug")).toBeNull();
  });

  it.each([
    [{ supportedLocales: ["sw", "en"] }, "sw", ["sw", "en"]],
    [{ supportedLocales: null }, "en", ["en"]],
    [{ supportedLocales: null, defaultLocale: "pt-br" }, "pt-BR", ["pt-BR"]],
    [{ supportedLocales: ["en,fr"], defaultLocale: "fr" }, "fr", ["fr", "en"]],
  ])("has languages as of %j", async (more, defaultLocale, supportedLocales) => {
    const shortCode = `L-${defaultLocale}-${supportedLocales.length}`;
    const { slug } = await carriedOut("createCodeSystem", { shortCode, name: "L", ...more });
    expect(await codeSystem(String(slug), "defaultLocale supportedLocales")).toEqual({
      defaultLocale,
      supportedLocales,
    });
  });

  it("gets a slug of its short code, and of its owner's name where that is taken", async () => {
    const slugOf = async (owner: string, shortCode: string) =>
      (await carriedOut("createCodeSystem", { owner, shortCode, name: "x" })).slug;
    expect(await slugOf("Demo", "Local@2")).toBe("local-2");
    expect(await slugOf("/user/", "Local@2")).toBe("local-2-demo");
    expect(await slugOf("/orgs/Demo", "LOCAL@2")).toBe("local-2-demo-2");
    expect(await slugOf("users/demo", "local@2")).toBe("local-2-demo-3");
  });

  it("belongs to a client without a user only where an owner is named", async () => {
    const as = await callerOf(database, { organizations: ["Demo"] });
    const input = { shortCode: "Client", name: "x" };
    const message = "The token speaks for no user; name an owner: /orgs/NAME/.";
    await refused("createCodeSystem", input, [fault("owner", message)], { as });
    expect(await mutate("createCodeSystem", { ...input, owner: "/orgs/Demo/" }, { as })).toEqual(
      done({ slug: "client", shortCode: "Client", url: "/orgs/Demo/sources/Client/" }),
    );
    expect(await codeSystem("client", "createdBy")).toEqual({ createdBy: "test-client" });
  });
});

describe("a code system is refused", () => {
  const given = { owner: "Demo", shortCode: "New", name: "New" };

  it.each([
    ["/orgs/Nobody/", "ResourceNotFound", "There is no owner /orgs/Nobody/."],
    ["/users/nobody/", "ResourceNotFound", "There is no owner /users/nobody/."],
    ["/orgs/Demo/sources/", "ResourceNotFound", "There is no owner /orgs/Demo/sources/."],
    ["\u0000", "ResourceNotFound", "There is no owner \u0000."],
    ["/orgs/CDC/", "NotPermitted", "You are not a member of organization CDC."],
    ["/users/jane/", "NotPermitted", "You are not user jane."],
  ])("for owner %j, before all else", async (owner, type, message) => {
    await makeOrganization(database, "Lab", "jane");
    const input = { ...given, owner, name: "" };
    await refused("createCodeSystem", input, [fault("owner", message, type)]);
  });

  it.each(["HEAD", "latest", "versions", "concepts", "mappings", "references", "extras", ".."])(
    "for the reserved short code %s",
    async (shortCode) => {
      const message = `"${shortCode}" can't be a short code: it is reserved`;
      await refused("createCodeSystem", { ...given, shortCode }, [fault("shortCode", message)]);
    },
  );

  it.each(["a b", "a/b", "é", "a:b", "x".repeat(256), "\u0000"])(
    "for the short code %j",
    async (shortCode) => {
      const message = `"${shortCode}" can't be a short code: letters, digits and -._@ are allowed, 1 to 255 of them`;
      await refused("createCodeSystem", { ...given, shortCode }, [fault("shortCode", message)]);
    },
  );

  it.each(["foobar", "foobar.com", "123.432.12.19", "http:", "1x:y", "http://a b", "x:\u0001"])(
    "for the canonical URL %j",
    async (canonicalUrl) => {
      const faults = [fault("canonicalUrl", "Enter a valid URI.")];
      await refused("createCodeSystem", { ...given, canonicalUrl }, faults);
    },
  );

  it("for all faults of its fields at once", async () => {
    const input = {
      owner: "Demo",
      shortCode: " ",
      slug: "-",
      name: " ",
      fullName: "x".repeat(501),
      sourceType: "x".repeat(256),
      defaultLocale: "english!",
      supportedLocales: ["en", "fr,x_y"],
      canonicalUrl: "foobar",
      description: "x".repeat(5001),
      website: "x".repeat(2001),
      externalId: "\u0000",
      customValidationSchema: "openmrs",
      extras: { a: ["\ud800"] },
    };
    const long = (name: string, length: number, limit: number) =>
      fault(name, `${name} is ${length} characters long; at most ${limit} are allowed`);
    await refused("createCodeSystem", input, [
      fault("shortCode", "A short code is required"),
      fault(
        "slug",
        `"-" can't be a slug: letters, digits and ._- are allowed, 1 to 100 of them, a letter or digit first`,
      ),
      fault("name", "Code system name is required"),
      long("fullName", 501, 500),
      long("description", 5001, 5000),
      long("website", 2001, 2000),
      fault("externalId", "externalId holds a character that is not text"),
      fault("canonicalUrl", "Enter a valid URI."),
      fault("defaultLocale", '"english!" is no language tag of BCP 47, such as en or en-GB'),
      fault("supportedLocales.1", '"x_y" is no language tag of BCP 47, such as en or en-GB'),
      fault("customValidationSchema", "customValidationSchema is OpenMRS, or None for no schema"),
      fault("extras", "extras holds a character that is not text"),
      long("sourceType", 256, 255),
    ]);
  });

  it("for names that are taken: the owner's short codes, collections too, and all slugs", async () => {
    const input = { ...given, shortCode: "Taken", slug: "taken" };
    await carriedOut("createCodeSystem", input);
    await refused("createCodeSystem", input, [
      fault("shortCode", "Demo has a code system or collection Taken already.", "AlreadyExists"),
      fault("slug", "There is a code system taken already.", "AlreadyExists"),
    ]);
    await database.write(async ({ queries }) => {
      const made = { at: FIXED_NOW, by: "test" };
      const uid = "6d8c2a52-6d0c-4c57-9c8f-2f6d1f5f6b9e";
      const containerId = await createContainer(queries, { uid, kind: "COLLECTION", ...made });
      const owner = { kind: "ORGANIZATION", id: author().organizations[0]?.id ?? 0 } as const;
      const details = {
        ...{ name: "c", fullName: "c", description: null, publicAccess: "NONE" as const },
        ...{ defaultLocale: "en", supportedLocales: ["en"], canonicalUrl: null, website: null },
        ...{ externalId: null, customValidationSchema: null, extras: {} },
      };
      await insertRepository(queries, { containerId, owner, shortCode: "Mine", details }, made);
      await queries.execute(
        `update repository set deactivated_at = now() where container_id = ${containerId}`,
      );
    });
    await refused("createCodeSystem", { ...given, shortCode: "Mine" }, [
      fault("shortCode", "Demo has a code system or collection Mine already.", "AlreadyExists"),
    ]);
    const own = await mutate("createCodeSystem", { ...given, owner: "/user/", shortCode: "Mine" });
    expect(own.made).toMatchObject({ slug: "mine" });
  });

  it("for a licensed name without the licence, whatever year it is of", async () => {
    const licence = (path: string, codeSystem: string) => ({
      __typename: "LicenseRequired",
      path: [path],
      message: `${codeSystem} needs a licence of AMA, which none of your organizations holds.`,
      codeSystem,
      licensor: "AMA",
    });
    const bySlug = { ...given, slug: "cpt2031", name: "" };
    await refused("createCodeSystem", bySlug, [licence("slug", "cpt2031")]);
    const byCode = { ...given, shortCode: "CPT-2031" };
    await refused("createCodeSystem", byCode, [licence("shortCode", "cpt-2031")]);
    await makeOrganization(database, "Licensed");
    await grantLicence(database, { to: "Licensed", licensor: "AMA" });
    const as = await callerOf(database, { user: "demo", organizations: ["Licensed"] });
    const made = await mutate("createCodeSystem", { ...byCode, owner: "Licensed" }, { as });
    expect(made.userErrors).toEqual([]);
    expect(await codeSystem("cpt-2031", "license { licensor licensedToViewer }")).toEqual({
      license: { licensor: "AMA", licensedToViewer: false },
    });
  });

  it("for extras of more than can be kept", async () => {
    let deep: unknown = 1;
    for (let at = 0; at < 21; at += 1) deep = [deep];
    await refused("createCodeSystem", { ...given, extras: { deep } }, [
      fault("extras", "extras is nested more than 20 deep"),
    ]);
    await refused("createCodeSystem", { ...given, extras: { a: "x".repeat(100_000) } }, [
      fault("extras", "extras is 100008 characters long as JSON; at most 100000 are allowed"),
    ]);
  });
});

it("of many makers of one short code, exactly one makes it", async () => {
  const input = { owner: "Demo", shortCode: "Raced", name: "x" };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => mutate("createCodeSystem", input)),
  );
  expect(answers.filter(({ made }) => made)).toHaveLength(1);
  const others = answers.filter(({ made }) => !made).map(({ userErrors }) => userErrors);
  const taken = "Demo has a code system or collection Raced already.";
  expect(others).toEqual(others.map(() => [fault("shortCode", taken, "AlreadyExists")]));
});

it("a private one is nobody else's to see, by no name", async () => {
  await carriedOut("createCodeSystem", {
    owner: "Demo",
    shortCode: "Secret",
    name: "Secret",
    publicAccess: "NONE",
  });
  const other = await callerOf(database, { organizations: ["Other"] });
  for (const name of ["secret", "/orgs/Demo/sources/Secret/"]) {
    expect(await codeSystem(name, "slug")).toEqual({ slug: "secret" });
    expect(await codeSystem(name, "slug", other)).toBeNull();
    const answer = await mutate("editCodeSystem", { codeSystem: name }, { as: other });
    expect(answer.userErrors).toEqual([
      fault("codeSystem", `There is no code system ${name}.`, "ResourceNotFound"),
    ]);
  }
  expect((await ask('{ codeSystem(slug: "secret") { slug } }')).data).toEqual({ codeSystem: null });
});
