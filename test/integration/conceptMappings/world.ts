import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { Database } from "../../../src/store/database.js";
import { FIXED_NOW } from "../../support/clock.js";
import { importConcepts } from "../../support/content.js";
import { type Ask, dataOf, graphOver } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";

const FIELDS = `uuid version mapType retired sortWeight externalId extras url versionUrl fromCode fromName
  fromConceptUrl toCode toName toConceptUrl toSourceUrl toSourceName toSourceOwner toSourceOwnerType
  fromConcept { display } toConcept { display } fromCodeSystem { slug } toCodeSystem { slug }
  codeSystem { slug } createdAt createdBy updatedAt updatedBy`;

export type Input = Readonly<Record<string, unknown>>;
export type MappingMutation =
  | "createConceptMapping"
  | "editConceptMapping"
  | "retireConceptMapping";

interface Payload {
  readonly conceptMapping: Input | null;
  readonly userErrors: readonly Input[];
}

/** Code systems of CDC-NCIRD (vis), CDC (icd10cm) and AMA (cpt2025), and a member of the first. */
export async function makeSystems(database: Database): Promise<Viewer> {
  const codes = Array.from({ length: 40 }, (_, at) => `Q${at}`);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, ["A", "B", "C", ...codes]);
  await importConcepts(database, { codeSystem: "icd10cm", version: "2026" }, ["A00", "A00.0"]);
  await importConcepts(database, { codeSystem: "cpt2025", version: "2025" }, ["99213"]);
  return await callerOf(database, { organizations: ["CDC-NCIRD"] });
}

/** Carries mutations of mappings out, as one caller where no other is named. */
export function mappingsOver(database: Database, caller: () => Viewer) {
  const ask: Ask = graphOver(database);
  function asked(name: MappingMutation, input: Input, as = caller(), now = FIXED_NOW) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) { ${name}(input: $input) {
      conceptMapping { ${FIELDS} } userErrors { __typename message path
        ... on LicenseRequired { codeSystem licensor } } } }`;
    return ask(text, { as, variables: { input }, now });
  }
  async function mutate(name: MappingMutation, input: Input, as = caller(), now = FIXED_NOW) {
    return (await dataOf(asked(name, input, as, now)))[name] as Payload;
  }
  async function create(input: Input, as = caller()) {
    const usual = { codeSystem: "vis", mapType: "SAME-AS", fromConcept: "A" };
    return await mutate("createConceptMapping", { ...usual, ...input }, as);
  }
  return { asked, mutate, create };
}

export const refused = (...userErrors: readonly Input[]) => ({ conceptMapping: null, userErrors });

export const invalid = (path: string, message: string) => ({
  __typename: "FieldInvalid",
  path: [path],
  message,
});

export const NOT_UNIQUE = {
  __typename: "AlreadyExists",
  path: ["toConcept"],
  message: "Parent, map_type, from_concept, to_source, to_concept_code must be unique.",
};
export const NO_TARGET = invalid(
  "toConcept",
  "Must specify either 'to_concept_url' or 'to_source_url' & 'to_concept_code'.",
);
