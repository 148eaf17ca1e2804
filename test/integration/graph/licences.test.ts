import { beforeAll, describe, expect, it } from "vitest";
import { encodeOpaque } from "../../../src/kernel/opaque.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { graphOver, type Variables } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, makeOrganization, memberOf } from "../../support/viewers.js";
import { MARKER, makeCpt } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const LATER = new Date(FIXED_NOW.getTime() + 1000);
let licensed: Viewer;
let identifier: string;

beforeAll(async () => {
  await makeOrganization(database, "Lab");
  await grantLicence(database, { to: "Demo", licensor: "AMA", expiresAt: LATER });
  await grantLicence(database, { to: "Lab", licensor: "ADA" });
  await makeCpt(database);
  licensed = await memberOf(database, "Demo");
  const mapping = (sourceCodeSystem: string, targetCodeSystem: string) => ({
    sourceCodeSystem,
    sourceCode: "93303",
    targetCodeSystem,
    targets: [{ targetCode: "93304" }],
  });
  identifier = await makeCrosswalk(commandsOf(database, licensed), {
    mappings: [mapping("cpt2025", "ndc"), mapping("ndc", "cpt2025")],
  });
});

const CONCEPT = `code display displayLocale conceptClass datatype externalId extras
  names { name externalId } descriptions { description descriptionType externalId }`;
const ALL = `${CONCEPT} parents { ${CONCEPT} } children { totalCount nodes { ${CONCEPT} } }
  ancestors { ${CONCEPT} } descendants { totalCount nodes { ${CONCEPT} } }`;
const MISSPELT = MARKER.replace("LICENSED", "LICENSDE");
const END = `sourceCode sourceDisplay sourceConcept { ${ALL} }`;

/** Every way to a concept or its texts, by name. */
const ways: Readonly<Record<string, string>> = {
  "Query.concept": `{ concept(codeSystem: "cpt2025", code: "93303") { ${ALL} } }`,
  "Query.concept of a version": `{
    concept(codeSystem: "cpt2025", code: "93303", version: "2025") { ${ALL} } }`,
  "CodeSystem.concept": `{ codeSystem(slug: "cpt2025") { concept(code: "93303") { ${ALL} } } }`,
  "CodeSystem.concepts": `{ codeSystem(slug: "cpt2025") {
    concepts { totalCount nodes { ${ALL} } edges { cursor } pageInfo { endCursor } } } }`,
  "CodeSystem.concepts by a guessed class": `{ codeSystem(slug: "cpt2025") {
    concepts(filter: { conceptClass: ["${MARKER}"] }) { totalCount nodes { code display } } } }`,
  "CodeSystemVersion.concept": `{ codeSystem(slug: "cpt2025") {
    latestVersion { concept(code: "93303") { ${ALL} } } } }`,
  "CodeSystemVersion.concepts": `{ codeSystem(slug: "cpt2025") {
    atVersion { concepts { totalCount nodes { ${ALL} } } } } }`,
  "Query.concepts": `{ concepts { totalCount nodes { ${ALL} } edges { cursor } pageInfo { endCursor } } }`,
  "Query.concepts by a search": `{ concepts(filter: { q: "${MARKER}" }) {
    totalCount nodes { code display } edges { cursor } facets { field values { value count } } } }`,
  "Query.concepts by a code": `{ concepts(filter: { q: "9330" }, codeSystems: ["cpt2025"]) {
    totalCount nodes { display } edges { cursor } facets { values { value count } } } }`,
  "Query.concepts by a misspelt word": `{ concepts(filter: { q: "${MISSPELT}" }) {
    totalCount nodes { display } facets { values { value count } } } }`,
  "Query.concepts in another order": `{
    concepts(filter: { q: "${MARKER}" }, orderBy: { field: NAME }) { totalCount nodes { display } } }`,
  "CodeSystemVersion.concepts by a search": `{ codeSystem(slug: "cpt2025") { atVersion(version: "2025") {
    concepts(filter: { q: "${MARKER}" }) { totalCount nodes { display } facets { values { value } } } } } }`,
  "facets of a licensed code system": `{ codeSystem(slug: "cpt2025") {
    concepts { totalCount facets { field values { value count } } } } }`,
  "what is below a licensed code": `{ concepts(filter: { descendantsOf: "93303" }) {
    totalCount nodes { ${ALL} } facets { values { value count } } } }`,
  node: `query ($concept: ID!) { node(id: $concept) { ... on Concept { ${ALL} } } }`,
  "the ends of mappings": `query ($identifier: UUID!) { crosswalk(identifier: $identifier) {
    latestVersion { mappings { nodes { ${END}
      targets { targetCode targetDisplay ${END} targetConcept { ${ALL} } } } } } } }`,
  "the mapping of a code": `query ($identifier: UUID!) { crosswalk(identifier: $identifier) {
    latestVersion { mapping(sourceCodeSystem: "cpt2025", sourceCode: "93303") { ${END} } } } }`,
};

async function answerTo(text: string, as: Viewer): Promise<string> {
  const given: Variables = {
    identifier,
    concept: encodeOpaque(["Concept", "cpt2025", "93303", 1]),
  };
  const named = Object.entries(given).filter(([name]) => text.includes(`$${name}:`));
  return JSON.stringify(await ask(text, { as, variables: Object.fromEntries(named) }));
}

describe.each(Object.entries(ways))("%s", (way, text) => {
  it("shows licensed content to the licensed", async () => {
    const answer = await answerTo(text, licensed);
    expect(answer).toContain(MARKER);
    expect(answer).not.toContain('"errors"');
  });

  it.each<readonly [string, () => Promise<Viewer>]>([
    ["nobody's caller", async () => anonymous],
    ["a member of an organization without a licence", () => memberOf(database, "Other")],
    ["one with another licence", () => callerOf(database, { organizations: ["Lab"] })],
    [
      "one whose licence has ended",
      () => callerOf(database, { user: "demo", organizations: ["Demo"] }, LATER),
    ],
    ["the operator", () => callerOf(database, { scopes: ["read", "admin"] })],
  ])("shows none of it to %s", async (_, viewer) => {
    const answer = await answerTo(text, await viewer());
    expect(answer).not.toContain(MARKER);
    expect(answer).not.toContain('"errors"');
    // That there are concepts, and how many, is content too; codes stay in crosswalks' rows alone.
    expect(answer).not.toMatch(/"(totalCount|count)":[1-9]/);
    if (!way.includes("mapping")) expect(answer).not.toMatch(/9330[34]/);
  });
});

describe("a crosswalk of one whose licence has ended", () => {
  it("keeps its codes, without displays and concepts", async () => {
    const ended = await callerOf(database, { user: "demo", organizations: ["Demo"] }, LATER);
    const text = `query ($identifier: UUID!) { crosswalk(identifier: $identifier) { latestVersion {
      mappings { totalCount nodes { sourceCode sourceDisplay sourceConcept { code }
        targets { targetCode targetDisplay targetConcept { code } } } } } } }`;
    const bare = { sourceCode: "93303", sourceDisplay: null, sourceConcept: null };
    const target = { targetCode: "93304", targetDisplay: null, targetConcept: null };
    const node = { ...bare, targets: [target] };
    expect(JSON.parse(await answerTo(text, ended))).toEqual({
      data: { crosswalk: { latestVersion: { mappings: { totalCount: 2, nodes: [node, node] } } } },
    });
  });

  it("takes no further ones: neither code nor validity is told", async () => {
    const ended = await callerOf(database, { user: "demo", organizations: ["Demo"] }, LATER);
    const input = {
      identifier,
      version: 1,
      mappings: ["93304", "nonsense"].map((sourceCode) => ({
        sourceCodeSystem: "cpt2025",
        sourceCode,
        targetCodeSystem: "ndc",
        targets: [{ targetCode: "1" }],
      })),
    };
    const text = `mutation ($input: AddCrosswalkMappingsInput!) { addCrosswalkMappings(input: $input) {
      message skipped { reason codeSystem } invalidCodes userErrors { message } } }`;
    const skipped = { reason: "LICENSE_REQUIRED", codeSystem: "cpt2025" };
    const { data } = await ask(text, { as: ended, variables: { input }, now: LATER });
    expect(data?.addCrosswalkMappings).toEqual({
      message: "Nothing to change.",
      skipped: [skipped, skipped],
      invalidCodes: [],
      userErrors: [],
    });
  });
});
