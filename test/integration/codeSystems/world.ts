import { beforeAll } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import {
  type AuthoringMutation,
  type AuthoringOptions,
  authoringAs,
  type Input,
} from "../../support/authoringGraph.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

/** A database with the demo user as its author, who makes code systems and concepts as tests need them. */
export function useAuthor() {
  const test = useTestDatabase();
  const ask = graphOver(test.database);
  let author: Viewer;
  beforeAll(async () => {
    author = await memberOf(test.database, "Demo");
  });
  const mutate = authoringAs(ask, () => author);

  async function carriedOut(name: AuthoringMutation, input: Input, options?: AuthoringOptions) {
    const answer = await mutate(name, input, options);
    if (!answer.made) throw new Error(JSON.stringify(answer.userErrors));
    return answer.made;
  }

  /** That a mutation answers so, and that nothing is changed by it. */
  async function refused(
    name: AuthoringMutation,
    input: Input,
    userErrors: readonly unknown[],
    options?: AuthoringOptions,
  ): Promise<void> {
    const answer = { message: null, made: null, userErrors };
    await expectNothingDone(test.database, () => mutate(name, input, options), answer);
  }

  let made = 0;
  /** A code system of organization Demo; answers its slug. */
  async function newSystem(more: Input = {}): Promise<string> {
    made += 1;
    const input = { owner: "/orgs/Demo/", shortCode: `S${made}`, name: "For one test", ...more };
    return String((await carriedOut("createCodeSystem", input)).slug);
  }

  /** A concept with one English name. */
  async function newConcept(codeSystem: string, code: string, more: Input = {}): Promise<void> {
    const input = { codeSystem, code, conceptClass: "Misc", names: [named(`Name of ${code}`)] };
    await carriedOut("createConcept", { ...input, ...more });
  }

  /** What a concept is at HEAD, or in the version that is named. */
  async function concept(slug: string, code: string, fields: string, version = "HEAD") {
    const data = await dataOf(
      ask(
        `query ($slug: String!, $code: String!, $version: String) {
          concept(codeSystem: $slug, code: $code, version: $version) { ${fields} } }`,
        { as: author, variables: { slug, code, version } },
      ),
    );
    return data.concept;
  }

  async function codeSystem(slug: string, fields: string, as: Viewer = author) {
    const text = `query ($slug: String!) { codeSystem(slug: $slug) { ${fields} } }`;
    return (await dataOf(ask(text, { as, variables: { slug } }))).codeSystem;
  }

  return {
    ...test,
    ask,
    author: () => author,
    mutate,
    carriedOut,
    refused,
    newSystem,
    newConcept,
    concept,
    codeSystem,
  };
}

export function named(name: string, more: Input = {}): Input {
  return { name, ...more };
}
