import { beforeAll, describe, expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver, type Variables } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let large: string;
const COUNT = 120;
const codes = Array.from({ length: COUNT }, (_, at) => `X${at + 1000}`);

/** Each code with two targets in another system. */
function mapped(from: readonly string[]): readonly MappingInput[] {
  return from.map((sourceCode, at) => ({
    sourceCodeSystem: "vis",
    sourceCode,
    targetCodeSystem: "mvx",
    targets: [at, at + 1].map((to) => ({ targetCode: codes[to % COUNT] })),
  }));
}

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const inOnes = codes.map((code, at) => ({
    code,
    parents: at < 10 ? [] : [codes[at % 10] ?? ""],
  }));
  for (const codeSystem of ["vis", "mvx"]) {
    await importConcepts(database, { codeSystem, version: "1" }, inOnes);
  }
  const context = commandsOf(database, as);
  for (let at = 0; at < 20; at += 1) {
    const mappings = mapped(codes.slice(at, at + 30));
    const identifier = await makeCrosswalk(context, { name: `${at}`, mappings });
    const edit = { identifier, version: 1, draft: false };
    await addCrosswalkMappings(context, { ...edit, mappings: mapped(codes.slice(100)) });
  }
  large = await makeCrosswalk(context, { name: "Large", mappings: mapped(codes) });
});

/** The statements that a query sends, in no order, and what it answers. */
async function sent<Data>(text: string, variables: Variables) {
  takeStatements();
  const data = await dataOf<Data>(ask(text, { as, variables }));
  return { data, statements: takeStatements().toSorted() };
}

const NAMES = "display names { name locale }";
const ENDS = `sourceConcept { ${NAMES} } targets { targetCode targetConcept { ${NAMES} } }`;

interface Mappings {
  readonly nodes: readonly {
    readonly sourceConcept: { readonly names: readonly unknown[] };
    readonly targets: readonly { readonly targetConcept: { readonly names: readonly unknown[] } }[];
  }[];
}

/** That every mapping has both of its ends with their names: what was not read costs nothing. */
function expectComplete({ nodes }: Mappings, count: number): void {
  expect(nodes).toHaveLength(count);
  for (const { sourceConcept, targets } of nodes) {
    expect(sourceConcept.names).toHaveLength(1);
    expect(targets.map(({ targetConcept }) => targetConcept.names.length)).toEqual([1, 1]);
  }
}

describe("a page of mappings with both concepts and all their names", () => {
  const text = `query ($large: UUID!, $first: Int!) { crosswalk(identifier: $large) {
    latestVersion { mappings(first: $first) { totalCount nodes { ${ENDS} } } } } }`;
  const read = async (first: number) => {
    const { data, statements } = await sent<{
      crosswalk: { latestVersion: { mappings: Mappings } };
    }>(text, { large, first });
    expectComplete(data.crosswalk.latestVersion.mappings, first);
    return statements;
  };

  it("sends one statement, for 1, 10 and 100 of them", async () => {
    const forTen = await read(10);
    expect(forTen).toHaveLength(1);
    expect(await read(1)).toEqual(forTen);
    expect(await read(100)).toEqual(forTen);
  });

  it("sends no further ones for displays beside the concepts", async () => {
    const displays = text.replace("nodes {", "nodes { sourceDisplay targets { targetDisplay }");
    const { statements } = await sent(displays, { large, first: 100 });
    expect(statements).toEqual(await read(100));
  });
});

describe("lists in lists", () => {
  it("20 crosswalks, of each the newest version with 10 mappings, cost what one costs", async () => {
    const text = `query ($many: Int!) { crosswalks(last: $many) { totalCount nodes {
      name organization { name } latestVersion { version previousVersion { version }
        mappings { totalCount nodes { ${ENDS} } } } } } }`;
    const read = async (many: number) => {
      const { data, statements } = await sent<{
        crosswalks: { nodes: { latestVersion: { mappings: Mappings } }[] };
      }>(text, { many });
      return {
        mappings: data.crosswalks.nodes.map((node) => node.latestVersion.mappings),
        statements,
      };
    };
    const one = await read(1);
    const many = await read(20);
    expect(one.statements).toHaveLength(5);
    expect(many.statements).toEqual(one.statements);
    expect(many.mappings).toHaveLength(20);
    for (const mappings of [...one.mappings, ...many.mappings]) expectComplete(mappings, 10);
  });

  it("the versions of many crosswalks cost what those of one cost", async () => {
    const text = `query ($many: Int!) { crosswalks(first: $many) { nodes {
      versions { totalCount nodes { version crosswalk { identifier } } } } } }`;
    const one = await sent(text, { many: 1 });
    expect(one.statements).toHaveLength(3);
    expect((await sent(text, { many: 21 })).statements).toEqual(one.statements);
  });

  it("code systems with versions, concepts and their neighbours cost what one costs", async () => {
    const text = `query ($many: Int!, $roots: Int!, $q: String) { codeSystems(first: $many, q: $q) { totalCount nodes {
      owner { name } versions { totalCount nodes { label } }
      concepts(first: $roots) { totalCount nodes { ${NAMES} parents { display }
        children(first: 5) { totalCount nodes { display parents { display } } } } } } } }`;
    const one = await sent(text, { many: 1, roots: 1, q: "mvx" });
    expect(one.statements).toHaveLength(11);
    const many = await sent<{ codeSystems: { nodes: { concepts: { totalCount: number } }[] } }>(
      text,
      { many: 100, roots: 10 },
    );
    expect(many.statements).toEqual(one.statements);
    const counts = many.data.codeSystems.nodes.map(({ concepts }) => concepts.totalCount);
    expect(counts.filter((count) => count === COUNT)).toHaveLength(2);
    expect(counts).toHaveLength(16);
  });

  it("a total that is not asked for is not counted", async () => {
    const text = (total: string) => `query ($many: Int!) { codeSystem(slug: "vis") {
      concepts(first: $many) { ${total} nodes { children { ${total} nodes { code } } } } } }`;
    const without = await sent(text(""), { many: 10 });
    const counted = await sent(text("totalCount"), { many: 10 });
    expect(counted.statements.length - without.statements.length).toBe(2);
  });
});
