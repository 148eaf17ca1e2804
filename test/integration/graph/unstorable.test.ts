import { beforeAll, describe, expect, it } from "vitest";
import { encodeOpaque } from "../../../src/kernel/opaque.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import {
  edited,
  fieldInvalid,
  type Input,
  mutationsAs,
  nothingSkipped,
  refusedBy,
} from "../../support/crosswalkGraph.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;
const mutate = mutationsAs(ask, () => as);
const NOTHING = "Nothing to change.";

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, ["A00.0"]);
  identifier = await makeCrosswalk(commandsOf(database, as), { mappings: [mapped("1", "x")] });
});

/** U+0000, and halves of a surrogate pair, at the ends and in the middle. */
const texts = ["\u0000", "a\u0000b", "\uD83D", "\uDE00b", "a\uD83Db"];

function skip(path: string, reason: string, codeSystem: string, code: string | null) {
  return { path: path.split("."), reason, codeSystem, code };
}

describe.each(texts)("the text %j, which no database keeps,", (text) => {
  it.each(["icd10cm", "ndc"])("is no code of %s to add", async (system) => {
    const mappings = [
      {
        sourceCodeSystem: system,
        sourceCode: text,
        targetCodeSystem: "rxnorm",
        targets: [{ targetCode: "x" }],
      },
      { ...mapped("2"), targetCodeSystem: system, targets: [{ targetCode: text }] },
    ];
    const answer = edited(1, NOTHING, {
      invalidCodes: [text],
      skipped: [
        skip("mappings.0", "SOURCE_CODE_INVALID", system, text),
        skip("mappings.1.targets.0", "TARGET_CODE_INVALID", system, text),
      ],
    });
    const work = () => mutate("addCrosswalkMappings", { identifier, version: 1, mappings });
    await expectNothingDone(database, work, answer);
  });

  it("is no code system to add to or delete from", async () => {
    const mappings = [{ ...mapped("1", "x"), sourceCodeSystem: text }];
    const add = () => mutate("addCrosswalkMappings", { identifier, version: 1, mappings });
    const unknown = skip("mappings.0", "CODE_SYSTEM_UNKNOWN", text, null);
    await expectNothingDone(
      database,
      add,
      edited(1, NOTHING, { invalidCodes: [], skipped: [unknown] }),
    );
    const deletions = ["x", "*"].map((code) => ({
      sourceCodeSystem: text,
      sourceCode: text,
      targetCodeSystem: text,
      targetCodes: [code],
    }));
    const remove = () =>
      mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings: deletions });
    await expectNothingDone(
      database,
      remove,
      edited(1, NOTHING, {
        invalidCodes: [],
        skipped: [
          skip("mappings.0.targetCodes.0", "CODE_SYSTEM_UNKNOWN", text, "x"),
          skip("mappings.1.targetCodes.0", "NOT_MAPPED", text, null),
        ],
      }),
    );
  });

  it("is no code to delete", async () => {
    const of = { sourceCodeSystem: "ndc", targetCodeSystem: "icd10cm" };
    const mappings = [
      { ...of, sourceCode: text, targetCodes: ["*", "A00.0"] },
      { ...of, sourceCode: "1", targetCodes: [text] },
    ];
    const work = () => mutate("deleteCrosswalkMappings", { identifier, version: 1, mappings });
    await expectNothingDone(
      database,
      work,
      edited(1, NOTHING, {
        invalidCodes: [text],
        skipped: [
          skip("mappings.0.targetCodes.0", "NOT_MAPPED", "icd10cm", null),
          skip("mappings.0.targetCodes.1", "NOT_MAPPED", "icd10cm", "A00.0"),
          skip("mappings.1.targetCodes.0", "TARGET_CODE_INVALID", "icd10cm", text),
        ],
      }),
    );
  });

  it("is no name, description, attribute or organization", async () => {
    const input: Input = {
      name: text,
      description: text,
      organization: text,
      customAttributes: [{ key: text, value: text }],
      mappings: [
        {
          ...mapped("1"),
          targets: [{ targetCode: "x", customAttributes: [{ key: "k", value: text }] }],
        },
      ],
    };
    const nobody = {
      __typename: "ResourceNotFound",
      path: ["organization"],
      message: `There is no organization ${text}.`,
    };
    const create = (more: Input) => () => mutate("createCrosswalk", { ...input, ...more });
    await expectNothingDone(database, create({}), { ...refusedBy(nobody), ...nothingSkipped });
    const fault = (path: string, what: string) =>
      fieldInvalid(path, `${what} holds a character that is not text`);
    const faults = refusedBy(
      fault("name", "Crosswalk name"),
      fault("description", "Crosswalk description"),
      fault("customAttributes.0.key", "Custom attribute key"),
      fault("customAttributes.0.value", "Custom attribute value"),
      fault("mappings.0.targets.0.customAttributes.0.value", "Custom attribute value"),
    );
    const work = create({ organization: null });
    await expectNothingDone(database, work, { ...faults, ...nothingSkipped });
  });

  it.each([
    ["sourceCode", 0],
    ["targetCode", 0],
    ["organization", 0],
    ["sourceCodeSystem", "sourceCodeSystem"],
    ["targetCodeSystem", "targetCodeSystem"],
    ["q", "q"],
  ])("as the filter %s of crosswalks finds nothing or is refused", async (name, answer) => {
    const query = `query ($text: String) { crosswalks(${name}: $text) { totalCount nodes { name } } }`;
    await expectAnswer(query, answer, { crosswalks: { totalCount: 0, nodes: [] } });
  });

  it.each([
    ["sourceCodes: [$text]", 0],
    ["targetCodes: [$text]", 0],
    ['targetCodes: [$text], targetCodeSystem: "ndc"', 0],
    ["sourceCodeSystem: $text", "sourceCodeSystem"],
    ["targetCodeSystem: $text", "targetCodeSystem"],
    ["q: $text", "q"],
    ["attribute: { key: $text }", "attribute.key"],
    ['attribute: { key: "k", value: $text }', "attribute.value"],
  ])("as the filter { %s } of mappings finds nothing or is refused", async (filter, answer) => {
    const query = `query ($identifier: UUID!, $text: String!) { crosswalk(identifier: $identifier) {
      latestVersion { mappings(filter: { ${filter} }) { totalCount nodes { sourceCode } } } } }`;
    const nothing = { crosswalk: { latestVersion: { mappings: { totalCount: 0, nodes: [] } } } };
    await expectAnswer(query, answer, nothing);
  });

  it.each([
    "sourceCodeSystem: $text, sourceCode: $text",
    'sourceCodeSystem: "ndc", sourceCode: $text',
  ])("is mapped to nothing as { %s }", async (args) => {
    const query = `query ($identifier: UUID!, $text: String!) { crosswalk(identifier: $identifier) {
        latestVersion { mapping(${args}, targetCodeSystem: $text) { sourceCode } } } }`;
    await expectAnswer(query, 0, { crosswalk: { latestVersion: { mapping: [] } } });
  });

  it.each([false, true])("is translated to nothing, backwards %s", async (reverse) => {
    const query = `query ($text: String!, $reverse: Boolean) { translate(input: { reverse: $reverse,
      codings: [{ system: $text, code: "1" }, { system: "ndc", code: $text }, { system: "icd10cm", code: $text }] })
      { coding { system code display concept { code } } reason matches { id } }
      answer: translate(input: { targetCodeSystem: $text, codings: [{ system: "ndc", code: "1" }] }) {
        reason } }`;
    const coding = { display: null, concept: null };
    const none = (system: string, code: string, reason: string) => ({
      coding: { ...coding, system, code },
      reason,
      matches: [],
    });
    const { data, errors } = await ask(query, { as, variables: { text, reverse } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      translate: [
        none(text, "1", "CODE_SYSTEM_UNKNOWN"),
        none("ndc", text, "CODE_UNKNOWN"),
        none("icd10cm", text, "CODE_UNKNOWN"),
      ],
      answer: [{ reason: "NO_MAP" }],
    });
  });

  it("is no cursor of changes, versions or history", async () => {
    const after = encodeOpaque([text, text, text, text]);
    const query = `query ($identifier: UUID!, $after: String) { crosswalk(identifier: $identifier) {
      latestVersion { changes(since: 1, after: $after) { totalCount } } } }`;
    for (const cursor of [after, text]) {
      expect(await errorsOf(ask(query, { as, variables: { identifier, after: cursor } }))).toEqual([
        "BAD_USER_INPUT: after is not a cursor of this list.",
      ]);
    }
  });

  async function expectAnswer(query: string, answer: string | number, nothing: object) {
    const asked = ask(query, { as, variables: { identifier, text } });
    if (answer === 0) expect(await dataOf(asked)).toEqual(nothing);
    else {
      const message = `BAD_USER_INPUT: ${answer} holds a character that is not text.`;
      expect(await errorsOf(asked)).toEqual([message]);
    }
  }
});
