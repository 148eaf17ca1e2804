import { beforeAll, expect, it } from "vitest";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { container, revision } from "../../../src/store/ledger/tables.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, standing } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let demo: Viewer;
const C = "/orgs/Demo/collections/C/";
const S = "/orgs/Demo/sources/S/";
const MANY = "/orgs/Demo/sources/MANY/";
const numbers = Array.from({ length: 27 }, (_, at) => `M${String(at).padStart(2, "0")}`);

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  const context = commandsOf(database, demo);
  await makeSystem(context, "S", ["A", "B", "X"]);
  await makeSystem(context, "MANY", numbers);
  await makeMapping(context, {
    codeSystem: "s",
    fromConcept: "A",
    toSourceUrl: S,
    toConceptCode: "B",
  });
  await makeCollection(context, "C");
  await makeCollection(context, "D");
  await add(context, C, { expressions: [`${S}concepts/X/`] });
  await add(context, "/orgs/Demo/collections/D/", { expressions: [C] });
});

const text = `query ($input: AddCollectionReferencesInput!) {
  previewReferences(input: $input) {
    reference include conceptCount mappingCount message concepts { code } mappings { fromCode toCode }
  }
}`;

interface Preview {
  readonly reference: string;
  readonly include: boolean;
  readonly conceptCount: number;
  readonly mappingCount: number;
  readonly message: string | null;
  readonly concepts: readonly { readonly code: string }[];
  readonly mappings: readonly { readonly fromCode: string; readonly toCode: string }[];
}

const previewed = async (input: object) =>
  await dataOf<{ previewReferences: readonly Preview[] }>(
    ask(text, { as: demo, variables: { input: { collection: C, ...input } } }),
  ).then(({ previewReferences }) => previewReferences);

/** `+ reference concepts/mappings: codes`, or `-` where it keeps out; refused: the message. */
const line = ({ include, reference, message, ...of }: Preview) => {
  const codes = [
    ...of.concepts.map(({ code }) => code),
    ...of.mappings.map(({ fromCode, toCode }) => `${fromCode}>${toCode}`),
  ];
  const brings = message ?? `${of.conceptCount}/${of.mappingCount}: ${codes.join(" ")}`;
  return `${include ? "+" : "-"} ${reference} ${brings}`;
};

/** What is in the database of collections' histories. */
async function histories() {
  return {
    standing: await standing(commandsOf(database, demo)),
    containers: await database.reads.select().from(container).orderBy(container.id),
    revisions: await database.reads.select().from(revision).orderBy(revision.containerId),
  };
}

it("what references would bring is told, and nothing is saved", async () => {
  const before = await histories();
  const found = await previewed({
    expressions: [
      `${S}concepts/A/`,
      `${S}concepts/A/`,
      `${S}concepts/X/`,
      `${S}concepts/?q=b`,
      `${S}mappings/`,
      `${S}HEAD/`,
      "/orgs/Demo/collections/D/",
      `${S}concepts/nowhere/`,
      "nonsense",
    ],
    references: [{ system: S, code: "B", include: false }],
  });
  const unique = "Concept or Mapping reference name must be unique in a collection.";
  const invalid = "Expression specified is not valid.";
  expect(found.map(line)).toEqual([
    `+ ${S}concepts/A/1/ 1/0: A`,
    `+ ${S}concepts/A/ ${unique}`,
    `+ ${S}concepts/X/ ${unique}`,
    `+ ${S}concepts/?q=b 1/0: B`,
    `+ ${S}mappings/ 0/1: A>B`,
    `+ ${S}HEAD/ 3/1: A B X A>B`,
    `+ /orgs/Demo/collections/D/ ${invalid} it would bring the collection into itself`,
    `+ ${S}concepts/nowhere/ ${invalid} there is no concept nowhere`,
    expect.stringMatching(/^\+ nonsense Expression specified is not valid\. /),
    `- ${S}concepts/B/ 1/0: B`,
  ]);
  expect(await histories()).toEqual(before);
});

it("counts are whole where 25 are shown, and what comes along is told by itself", async () => {
  const cascaded = { expressions: [`${S}concepts/A/`], cascade: "SOURCE_TO_CONCEPTS" };
  expect((await previewed(cascaded)).map(line)).toEqual([
    `+ ${S}concepts/A/1/ 1/0: A`,
    expect.stringMatching(/^\+ .*mappings\/.* 0\/1: A>B$/),
    `+ ${S}concepts/B/1/ 1/0: B`,
  ]);
  expect((await previewed({ ...cascaded, mode: "DYNAMIC" })).map(line)).toEqual([
    expect.stringMatching(/ 2\/1: A B A>B$/),
  ]);
  const [all] = await previewed({ expressions: [`${MANY}concepts/`], exclude: true });
  expect(all).toMatchObject({ include: false, conceptCount: 27, mappingCount: 0, message: null });
  expect(all?.concepts.map(({ code }) => code)).toEqual(numbers.slice(0, 25));
  expect(await previewed({ uri: MANY, concepts: ["*"] })).toHaveLength(27);
});

it("an addition then does what was told, in the next revision", async () => {
  const input = { expressions: [`${S}concepts/B/`] };
  const context = commandsOf(database, demo);
  const { revisions } = await standing(context);
  expect((await previewed(input)).map(line)).toEqual([`+ ${S}concepts/B/1/ 1/0: B`]);
  expect(await add(context, C, input)).toEqual([
    expect.stringContaining(`+ ${S}concepts/B/1/: Added the latest versions of concept`),
  ]);
  expect((await standing(context)).revisions).toBe(revisions + 1);
  expect((await previewed(input)).map(line)).toEqual([
    `+ ${S}concepts/B/ Concept or Mapping reference name must be unique in a collection.`,
  ]);
});

it("who may not add may not look ahead either", async () => {
  const of = (as: Viewer | undefined, input: object) =>
    errorsOf(
      ask(text, { ...(as ? { as } : {}), variables: { input: { collection: C, ...input } } }),
    );
  const input = { expressions: [`${S}concepts/A/`] };
  expect(await of(undefined, input)).toEqual([expect.stringMatching(/^UNAUTHENTICATED: /)]);
  const reader = await callerOf(database, { user: "demo", scopes: ["read"] });
  expect(await of(reader, input)).toEqual(["FORBIDDEN: The token lacks the scope write."]);
  const other = await memberOf(database, "Other");
  expect(await of(other, input)).toEqual([expect.stringMatching(/^FORBIDDEN: /)]);
  expect(await of(demo, {})).toEqual([expect.stringMatching(/^BAD_USER_INPUT: .*required/)]);
  const hidden = "/orgs/Demo/collections/D/";
  const context = commandsOf(database, demo);
  await editCollection(context, { collection: hidden, publicAccess: "NONE" });
  expect(await of(other, { ...input, collection: hidden })).toEqual([
    `BAD_USER_INPUT: There is no collection ${hidden}.`,
  ]);
});
