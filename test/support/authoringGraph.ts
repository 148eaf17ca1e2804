import type { Viewer } from "../../src/rules/access/viewer.js";
import { type Ask, dataOf } from "./graph.js";

/** Every mutation of code systems and concepts, with what tests look at of what it answers. */
export const authoringMutations = {
  createCodeSystem: "codeSystem { slug shortCode url }",
  editCodeSystem: "codeSystem { slug }",
  createCodeSystemVersion: "codeSystemVersion { label released }",
  editCodeSystemVersion: "codeSystemVersion { label released }",
  createConcept: "concept { code version display retired }",
  editConcept: "concept { code version display retired }",
  retireConcept: "concept { code version display retired }",
  reviveConcept: "concept { code version display retired }",
} as const;

export type AuthoringMutation = keyof typeof authoringMutations;
export type Input = Readonly<Record<string, unknown>>;

/** The operation of a mutation, which takes its whole input as a variable. */
export function authoringText(
  name: AuthoringMutation,
  selected: string = authoringMutations[name],
): string {
  return mutationText(name, selected);
}

/** The operation of any mutation whose input is named after it. */
export function mutationText(name: string, selected: string): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) {
    ${name}(input: $input) {
      message
      ${selected}
      userErrors {
        __typename message path
        ... on NotLatestVersion { latestVersion }
        ... on LicenseRequired { codeSystem licensor }
      }
    }
  }`;
}

/** What a mutation answers, with its own thing as `made`. */
export interface Answer {
  readonly message: string | null;
  readonly made: Readonly<Record<string, unknown>> | null;
  readonly userErrors: readonly Input[];
}

export interface AuthoringOptions {
  readonly as?: Viewer;
  readonly now?: Date;
  readonly selected?: string;
}

/** Carries mutations out, as one caller unless another is named. */
export function authoringAs(ask: Ask, caller: () => Viewer) {
  return mutatingAs(ask, caller, authoringMutations);
}

/** The same of other mutations, each with what is selected of it. */
export function mutatingAs<Name extends string>(
  ask: Ask,
  caller: () => Viewer,
  mutations: Readonly<Record<Name, string>>,
) {
  return async (
    name: Name,
    input: Input,
    { as = caller(), now, selected = mutations[name] }: AuthoringOptions = {},
  ): Promise<Answer> => {
    const options = { as, variables: { input }, ...(now ? { now } : {}) };
    const data = await dataOf<Record<string, Input>>(ask(mutationText(name, selected), options));
    const { message, userErrors, ...made } = data[name] as unknown as Answer & Input;
    return { message, userErrors, made: Object.values(made)[0] as Answer["made"] };
  };
}

/** The answer of a mutation that was carried out. */
export function done(made: Input, message: string | null = null): Answer {
  return { message, made, userErrors: [] };
}

export function fault(path: string, message: string, __typename = "FieldInvalid"): Input {
  return { __typename, path: path.split("."), message };
}
