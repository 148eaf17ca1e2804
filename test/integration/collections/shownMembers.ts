import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { readExpression } from "../../../src/rules/references/readExpression.js";
import { type Ask, dataOf } from "../../support/graph.js";
import type { NaiveMembers } from "../../support/naiveMembers.js";
import type { NaiveCollection } from "../../support/naiveWorld.js";

/** References by their expressions; `-` before one excludes. */
export function references(...texts: readonly string[]): readonly ReferenceDefinition[] {
  return texts.map((text) => {
    const read = readExpression(text.replace(/^-/, ""), null);
    if (!read.ok) throw new Error(`${text}: ${read.failure.hint}`);
    return { ...read.value, include: !text.startsWith("-") };
  });
}

/** What an answer has of members. */
export interface AnsweredVersion {
  readonly activeConcepts: number;
  readonly activeMappings: number;
  readonly concepts: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly concept: {
        readonly code: string;
        readonly version: string;
        readonly codeSystem: { readonly url: string };
      };
    }[];
  };
  readonly mappings: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly mapping: { readonly url: string; readonly version: string };
    }[];
  };
}

/** A version of a collection, as the graph answers it. */
export async function answered(
  ask: Ask,
  as: Viewer,
  { url }: NaiveCollection,
  version: string,
): Promise<AnsweredVersion> {
  const text = `query ($url: String!, $version: String!) { collection(url: $url) {
    atVersion(version: $version) {
      activeConcepts activeMappings
      concepts(filter: { includeRetired: true }, pageSize: 1000) { totalCount
        nodes { concept { code version codeSystem { url } } } }
      mappings(filter: { includeRetired: true }, pageSize: 1000) { totalCount
        nodes { mapping { url version } } } } } }`;
  const data = await dataOf(ask(text, { as, variables: { url, version } }));
  return (data.collection as { atVersion: AnsweredVersion }).atVersion;
}

/** `S A.1`, `S/mappings/1/.1`: all members with their versions, as the graph answers them. */
export function textOf({ concepts, mappings }: AnsweredVersion): readonly string[] {
  return [
    ...concepts.nodes.map(
      ({ concept: { code, version, codeSystem } }) => `${codeSystem.url} ${code}.${version}`,
    ),
    ...mappings.nodes.map(({ mapping: { url, version } }) => `${url}.${version}`),
  ].toSorted();
}

/** The same as the model says. */
export function expectedText({ concepts, mappings }: NaiveMembers): readonly string[] {
  return [
    ...concepts.map(({ system, content }) => `${system} ${content.code}.${content.version}`),
    ...mappings.map(({ system, content }) => `${system}mappings/${content.id}/.${content.version}`),
  ].toSorted();
}
