import { beforeAll, expect, it } from "vitest";
import { editCodeSystem } from "../../../src/commands/codeSystems/editCodeSystem.js";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, release, sure } from "../references/world.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const P = "/orgs/Demo/sources/P/";
const HIDDEN = "/orgs/Demo/collections/Hidden/";
let member: Viewer;
let url: string;

/** A collection that everyone may read, of code system S and of P, which members of Demo alone may read. */
beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  member = await memberOf(database, "Demo");
  const context = commandsOf(database, member);
  await makeSystem(context, "S", ["A", "B"]);
  await makeSystem(context, "P", ["SECRET"]);
  await makeMapping(context, {
    ...{ codeSystem: "s", fromConcept: "A", toSourceUrl: P, toConceptCode: "7" },
    toConceptName: "whispered",
  });
  await makeMapping(context, {
    codeSystem: "p",
    fromConcept: "SECRET",
    toConcept: `${P}concepts/SECRET/`,
  });
  await release(context, "p", "v1");
  sure(await editCodeSystem(context, { codeSystem: "p", publicAccess: "NONE" }));
  url = await makeCollection(context, "Seen");
  const expressions = ["/orgs/Demo/sources/S/", P];
  await add(context, url, { expressions, mode: "DYNAMIC" });
  await makeCollection(context, "Hidden");
  await add(context, HIDDEN, { expressions: ["/orgs/Demo/sources/S/concepts/A/"] });
  sure(await editCollection(context, { collection: HIDDEN, publicAccess: "NONE" }));
});

const FIELDS = `concepts { totalCount nodes { concept { code } } facets { field values { value count } } }
  mappings { totalCount nodes { mapping { toCode toName } } }
  resolvedVersions { codeSystemUrl version newerReleased }`;

const text = (parameters: string) => `{ collectionVersion(url: "${url}") {
  expansion(parameters: { ${parameters} }) { ${FIELDS} } } }`;

async function shown(parameters: string, as: Viewer = anonymous) {
  const { collectionVersion: version } = await dataOf<{
    collectionVersion: { expansion: Readonly<Record<string, unknown>> };
  }>(ask(text(parameters), { as }));
  return JSON.stringify(version.expansion);
}

it("shows what the caller may read, and counts nothing else", async () => {
  expect(await shown("", member)).toContain("SECRET");
  expect(await shown("")).toContain('"totalCount":2');
  expect(await shown("")).not.toMatch(/SECRET|sources\/P|"p"/);
});

it("does not tell by a filter what stands in what the caller may not read", async () => {
  const nothing = await shown('filter: "nowhere"');
  expect(await shown('filter: "secret"', member)).toContain("SECRET");
  expect(await shown('filter: "secret"')).toBe(nothing);
  expect(await shown('filter: "whispered"')).toBe(nothing);
});

it("does not tell by versions, dates or exclusions what the caller may not see", async () => {
  const refused = async (parameters: string) => await errorsOf(ask(text(parameters)));
  const isNotThere = (name: string, named: string) => [
    `BAD_USER_INPUT: parameters.${name} names ${named}, which is not there, or not for the caller to see.`,
  ];
  for (const name of [
    "excludeSystem",
    "systemVersion",
    "checkSystemVersion",
    "forceSystemVersion",
  ]) {
    expect(await refused(`${name}: "${P}v1/"`)).toEqual(isNotThere(name, `${P}v1/`));
    expect(await refused(`${name}: "${P}v9/"`)).toEqual(isNotThere(name, `${P}v9/`));
  }
  expect(await refused(`excludeSystem: "${HIDDEN}"`)).toEqual(isNotThere("excludeSystem", HIDDEN));
  expect(await shown(`excludeSystem: "${HIDDEN}"`, member)).not.toContain('"code":"A"');
  expect(await shown('date: "2026"')).toBe(await shown('date: "2025"'));
  expect(await shown('date: "2026"', member)).toContain("SECRET");
});

it("takes as many statements for a hundred members as for one, and fewer when it is read again", async () => {
  const context = commandsOf(database, member);
  const codes = Array.from({ length: 100 }, (_, at) => `Z${at}`);
  const many = await makeCollection(context, "Many");
  const one = await makeCollection(context, "One");
  await makeSystem(context, "Z", codes);
  await add(context, many, { expressions: ["/orgs/Demo/sources/Z/"], mode: "DYNAMIC" });
  await add(context, one, {
    expressions: ["/orgs/Demo/sources/Z/concepts/?code=Z1"],
    mode: "DYNAMIC",
  });
  const sent = async (of: string) => {
    takeStatements();
    await dataOf(
      ask(
        text(
          'filter: "z" activeOnly: true date: "2026" excludeSystem: "/orgs/Demo/sources/S/"',
        ).replace(url, of),
      ),
    );
    return takeStatements().length;
  };
  const first = await sent(one);
  expect(await sent(many)).toBe(first);
  expect(await sent(many)).toBeLessThan(first);
});
