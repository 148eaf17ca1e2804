import { isMeant, type MapTypes } from "../../../src/rules/cascades/options.js";

// What follows from a concept, worked out as simply as can be: a model to compare the real thing with.

export interface NaiveConcept {
  readonly system: "S" | "T";
  readonly code: string;
  readonly retired: boolean;
  readonly parents: readonly string[];
}

export interface NaiveMapping {
  /** In which code system it is kept; `S1` is called 1 there. */
  readonly keptIn: "S" | "T";
  readonly id: string;
  readonly mapType: string;
  readonly weight: number | null;
  readonly retired: boolean;
  readonly from: string;
  readonly to: string;
}

export interface NaiveGraph {
  readonly concepts: readonly NaiveConcept[];
  readonly mappings: readonly NaiveMapping[];
}

export interface NaiveAsked {
  readonly followed: MapTypes;
  readonly returned: MapTypes;
  readonly hierarchy: boolean;
  readonly reverse: boolean;
  readonly includeRetired: boolean;
  readonly levels: number | null;
  readonly steps: number;
  /** Names, as `S A`, of concepts and mappings that are left out. */
  readonly without: ReadonlySet<string>;
}

export const nameOf = ({ system, code }: NaiveConcept) => `${system} ${code}`;
export const mappingName = ({ keptIn, id }: NaiveMapping) => `${keptIn} m${id}`;

interface NaiveStep {
  readonly shown: string | null;
  readonly to: string | null;
}

function bytes(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function inOrder(one: NaiveMapping, other: NaiveMapping): number {
  const weight = ({ weight: own }: NaiveMapping) => own ?? Number.MAX_VALUE;
  return (
    bytes(one.mapType, other.mapType) ||
    weight(one) - weight(other) ||
    bytes(one.keptIn, other.keptIn) ||
    bytes(one.id, other.id)
  );
}

/** The steps from a concept, given all that may be followed and gone on to. */
function stepsFrom(graph: NaiveGraph, name: string, asked: NaiveAsked): readonly NaiveStep[] {
  const { followed, returned, hierarchy, reverse, includeRetired, without } = asked;
  const usable = new Map(
    graph.concepts
      .filter(({ retired }) => includeRetired || !retired)
      .map((concept) => [nameOf(concept), concept]),
  );
  const onTo = (target: string) => (usable.has(target) && !without.has(target) ? target : null);
  const mapped = graph.mappings
    .filter(({ from, to }) => (reverse ? to : from) === name)
    .filter(({ retired }) => includeRetired || !retired)
    .filter(({ mapType }) => isMeant(mapType, followed) || isMeant(mapType, returned))
    .toSorted(inOrder)
    .map((mapping): NaiveStep => {
      const isShown = isMeant(mapping.mapType, returned) && !without.has(mappingName(mapping));
      const target = reverse ? mapping.from : mapping.to;
      return {
        shown: isShown ? mappingName(mapping) : null,
        to: isMeant(mapping.mapType, followed) ? onTo(target) : null,
      };
    });
  const own = graph.concepts.find((concept) => nameOf(concept) === name);
  const linked = graph.concepts
    .filter(({ system }) => hierarchy && system === own?.system)
    .filter((other) =>
      reverse ? own?.parents.includes(other.code) : other.parents.includes(own?.code ?? ""),
    )
    .filter((other) => usable.has(nameOf(other)))
    .toSorted((one, other) => bytes(one.code, other.code))
    .map((other): NaiveStep => ({ shown: null, to: onTo(nameOf(other)) }));
  return [...mapped, ...linked];
}

/** Concepts, nearest first, mappings, and whether there were more. */
export function naiveCascade(graph: NaiveGraph, root: string, asked: NaiveAsked) {
  const concepts = [root];
  const mappings: string[] = [];
  let level = asked.without.has(root) ? [] : [root];
  let room = asked.steps;
  for (let depth = 0; level.length > 0 && depth < (asked.levels ?? 99); depth += 1) {
    const next: string[] = [];
    for (const step of level.flatMap((name) => stepsFrom(graph, name, asked))) {
      if (room === 0) return { concepts, mappings, truncated: true };
      room -= 1;
      if (step.shown !== null) mappings.push(step.shown);
      if (step.to === null || concepts.includes(step.to)) continue;
      concepts.push(step.to);
      next.push(step.to);
    }
    level = next;
  }
  return { concepts, mappings, truncated: false };
}
