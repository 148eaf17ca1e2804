import { randomUUID } from "node:crypto";
import {
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  type GraphQLField,
  isInterfaceType,
  isObjectType,
  OperationTypeNode,
  parse,
} from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { exportCrosswalk } from "../../../src/commands/exports/exportCrosswalk.js";
import { Context } from "../../../src/graph/context.js";
import { buildGraph } from "../../../src/graph/schema.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import type { Database } from "../../../src/store/database.js";
import { jobFeedOver } from "../../../src/store/jobs/feed.js";
import { openStore } from "../../../src/store/store.js";
import { FIXED_NOW } from "../../support/clock.js";
import { graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, memberOf } from "../../support/viewers.js";
import { CODE, crosswalkTable, ids, PAIR, plain, searching } from "./lookedFor.js";
import { COLLECTION, ENDS, HIDDEN_CODE, IDENTIFIER, MARKER, plant, plantJobs } from "./planted.js";
import { fieldText, reachable, textsOf, type Values, withoutIds } from "./walk.js";

const marked = useTestDatabase().database;
const other = useTestDatabase().database;

const schema = buildGraph();

const visited = new Set<string>();
for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) || type.name.startsWith("__")) continue;
  for (const field of Object.values(type.getFields())) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context, info) => {
      visited.add(`${type.name}.${field.name}`);
      return resolve(source, args, context, info);
    };
  }
}

/** Mutations after which others are refused. */
const CLOSING = /^(archive|deactivate)/;

const documents = new Map<string, DocumentNode | null>();

/** The operation of a field of the root with all that is below it; written and read once for all callers. */
function documentOf(root: Root, field: AnyField, values: Values): DocumentNode | null {
  // That a value is left out is not the same as that there is none.
  const given = JSON.stringify(values, (_, value: unknown) => value ?? `${value}`);
  const key = `${root}.${field.name} ${given}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const type = schema.getRootType(root);
  // From a node everything is near.
  const deepest = field.name.startsWith("node") ? 2 : 5;
  const text = type && fieldText({ schema, values, deepest }, type, field);
  const document = text ? parse(`${root} { ${text} }`, { noLocation: true }) : null;
  documents.set(key, document);
  return document;
}

type Root = OperationTypeNode.QUERY | OperationTypeNode.MUTATION;
type AnyField = GraphQLField<unknown, unknown>;

/** Asks everything that the root has, each field in an operation of its own. */
async function askAll(
  database: Database,
  root: "Query" | "Mutation",
  values: Values,
  as: Viewer,
  now = FIXED_NOW,
  only = /./,
): Promise<Readonly<Record<string, unknown>>> {
  const operation = root === "Query" ? OperationTypeNode.QUERY : OperationTypeNode.MUTATION;
  const store = openStore(database.reads);
  // What is archived refuses everything else.
  const fields = Object.values(schema.getRootType(operation)?.getFields() ?? {}).toSorted(
    (one, another) => Number(CLOSING.test(one.name)) - Number(CLOSING.test(another.name)),
  );
  const ask = async (document: DocumentNode): Promise<unknown> => {
    const world = { now: () => now, newUuid: () => randomUUID() };
    const parts = { viewer: as, store, database, jobs: jobFeedOver(database) };
    // Not validated: finding fields that overlap takes far longer than all the rest.
    const result = await execute({ schema, document, contextValue: new Context(parts, world) });
    const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as ExecutionResult;
    // Which of several fields fails first is a matter of chance.
    const sorted = errors.toSorted((one, two) => (String(one.path) < String(two.path) ? -1 : 1));
    return { data, errors: sorted };
  };
  const answers: Record<string, unknown> = {};
  const asked: Promise<void>[] = [];
  for (const field of fields) {
    const document = only.test(field.name) ? documentOf(operation, field, values) : null;
    if (!document) continue;
    // In the order of the fields, whichever is answered first.
    answers[field.name] = null;
    const answered = ask(document).then((answer) => {
      answers[field.name] = answer;
    });
    asked.push(answered);
    // Mutations change what the next one finds.
    if (root === "Mutation") await answered;
  }
  await Promise.all(asked);
  return answers;
}

/** The same of two databases at once. */
async function askBoth(values: Values, as: (database: Database) => Promise<Viewer>) {
  return await Promise.all(
    [marked, other].map(async (database) =>
      askAll(database, "Query", values, await as(database), ENDS),
    ),
  );
}

/** That answers are the same; they are large, and compared part by part only where they differ. */
function expectSame(one: unknown, another: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(another)) expect(one).toEqual(another);
  expect(Object.keys(one as object).length).toBeGreaterThan(7);
}

const callers: Readonly<Record<string, (database: Database) => Promise<Viewer>>> = {
  nobody: async () => anonymous,
  "a member of another organization": (database) => memberOf(database, "Other"),
  "a member whose licence has ended": (database) => callerOf(database, { user: "demo" }, ENDS),
  "the operator": (database) => callerOf(database, { scopes: ["read", "admin"] }),
  "the operator with every scope": (database) =>
    callerOf(database, { scopes: ["read", "write", "publish", "admin"] }),
};

/** Fields that no walk of the queries visits, each with the reason. */
const exceptions: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`^(${errorTypes().join("|")})\\.`),
    "refusals are answers of mutations, which have a test of their own below",
  ],
  [
    /^ConceptMapping\.(c|fromC|toC)odeSystem$/,
    "leads back to a code system like the one that it was reached from",
  ],
  [
    /^(ImportCodeSystem|AddCollectionReferences)Payload\.job$/,
    "leads back to the job that it was reached from",
  ],
];

function errorTypes(): readonly string[] {
  const error = schema.getType("UserError");
  return isInterfaceType(error) ? schema.getPossibleTypes(error).map(({ name }) => name) : [];
}

let jobs: readonly string[];
const idsOf = (more: readonly string[]) => ({ ids: [...ids, ...more] });

beforeAll(async () => {
  await plant(marked, "MARKED");
  await plant(other, "OTHER");
  jobs = await plantJobs(marked, graphOver(marked));
  await plantJobs(other, graphOver(other));
});

describe("licensed content", () => {
  it("is seen by the licensed, on a walk that visits every field of the graph", async () => {
    const as = await callerOf(marked, {
      user: "demo",
      organizations: ["Demo"],
      scopes: ["read", "write", "admin"],
    });
    const [id, addition] = jobs;
    const answers = await askAll(marked, "Query", { ...plain, ...idsOf(jobs), id }, as);
    await askAll(marked, "Query", { ...plain, id: addition }, as, FIXED_NOW, /^job$/);
    expect(
      Object.values(answers).filter((answer) =>
        textsOf(answer).some((text) => text.includes(MARKER)),
      ).length,
    ).toBeGreaterThan(7);
    const found = await askAll(
      marked,
      "Query",
      { ...searching(schema, MARKER, HIDDEN_CODE), ...idsOf([]), id: ids[4] },
      as,
    );
    expect(textsOf(found).filter((text) => text.includes(MARKER)).length).toBeGreaterThan(20);
    const root = schema.getQueryType();
    if (!root) throw new Error("no queries");
    const fields = [...reachable(schema, root)];
    const isException = (field: string) => exceptions.some(([pattern]) => pattern.test(field));
    expect(fields.filter((field) => !visited.has(field) && !isException(field))).toEqual([]);
    for (const [pattern] of exceptions) {
      expect(fields.filter((field) => pattern.test(field)).length).toBeGreaterThan(0);
    }
  });

  describe.each(Object.keys(callers))("%s", (caller) => {
    const as = (database: Database) =>
      callers[caller]?.(database) ?? Promise.reject(new Error(caller));
    const walks: readonly (readonly [string, Values])[] = [
      ["looking", plain],
      ["searching for it", searching(schema, MARKER, HIDDEN_CODE)],
      ["searching for a code", searching(schema, CODE, CODE)],
    ];

    it.each(walks)("sees none of it, and no difference that it makes, %s", async (_, values) => {
      const given = { ...values, ...idsOf([]), id: ids[2] };
      const [answers, without] = await askBoth(given, as);
      expect(textsOf(answers).filter((text) => text.includes(MARKER))).toEqual([]);
      expectSame(answers, without);
    });

    it("finds as much as where there is nothing to find", async () => {
      const given = (word: string) => ({
        ...searching(schema, word, word),
        ...idsOf([]),
        id: ids[2],
      });
      const viewer = await as(marked);
      const [found, nothing] = await Promise.all(
        [MARKER, "nowhere"].map((word) => askAll(marked, "Query", given(word), viewer, ENDS)),
      );
      expectSame(found, nothing);
    });
  });

  it("is not quoted where a change is refused or finds nothing", async () => {
    const ends = { sourceCodeSystem: "cpt2025", sourceCode: CODE, targetCodeSystem: "cpt2025" };
    const targetCodes = [HIDDEN_CODE, CODE];
    const added = [{ ...ends, targets: targetCodes.map((targetCode) => ({ targetCode })) }];
    const inputs: Values = {
      ...plain,
      organization: "Demo",
      user: "demo",
      role: "MEMBER",
      licensor: "APA",
      version: 2,
      content: "no file",
      codeIdentifier: PAIR,
      toVersion: 1,
      "CreateCrosswalkInput.mappings": added,
      "AddCrosswalkMappingsInput.mappings": added,
      "DeleteCrosswalkMappingsInput.mappings": [{ ...ends, targetCodes }],
      "DeleteCrosswalkAttributesInput.customAttributes": ["k"],
      "DeleteCrosswalkMappingAttributesInput.customAttributes": ["k"],
      collection: COLLECTION,
      "CreateCollectionInput.shortCode": "Leaks-2",
      crosswalk: IDENTIFIER,
      "CreateCollectionFromCrosswalkInput.version": undefined,
      "CreateCollectionFromCrosswalkInput.shortCode": "Leaks-3",
      side: "TARGET",
      mode: "DYNAMIC",
      "CreateCollectionVersionInput.version": "2",
      "EditCollectionVersionInput.version": "1",
      "DeactivateCollectionVersionInput.version": "1",
      "ClearCollectionVersionProcessingInput.version": "1",
      shortCode: "Leaks",
      conceptClass: "Word",
      mapType: "SAME-AS",
      fromConcept: CODE,
      toConcept: HIDDEN_CODE,
      conceptMapping: "/orgs/AMA/sources/CPT-2025/mappings/1/",
      "CreateCodeSystemVersionInput.version": "2031",
      "EditCodeSystemVersionInput.version": "2025",
      "ImportCodeSystemInput.version": "2030",
      "ImportCodeSystemInput.format": undefined,
      "ImportCrosswalkInput.content": crosswalkTable(targetCodes),
    };
    const mutations = schema.getMutationType()?.getFields() ?? {};
    for (const caller of Object.keys(callers)) {
      const answer = async (database: Database) => {
        const viewer = (await callers[caller]?.(database)) ?? anonymous;
        return await askAll(database, "Mutation", inputs, viewer, ENDS);
      };
      const answers = await answer(marked);
      expect(Object.keys(answers).toSorted()).toEqual(Object.keys(mutations).toSorted());
      expect(JSON.stringify(answers)).not.toContain("has invalid value");
      const told = textsOf(withoutIds(answers)).filter(
        // What the caller wrote may be told back.
        (text) => text.replaceAll(HIDDEN_CODE, "").includes(MARKER),
      );
      expect(told).toEqual([]);
      expect(withoutIds(answers)).toEqual(withoutIds(await answer(other)));
    }
  });

  it("is in no export of a crosswalk", async () => {
    const wanted = { identifier: IDENTIFIER, version: null, format: "CSV" } as const;
    const exported = await exportCrosswalk(marked, wanted);
    const lines: string[] = [];
    if (exported.ok) for await (const { text } of exported.value.pieces) lines.push(text);
    expect(lines.join("")).toContain(CODE);
    expect(lines.join("")).not.toContain(MARKER);
  });
});
