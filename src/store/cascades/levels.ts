import type { Viewer } from "../../rules/access/viewer.js";
import { type CascadeOptions, isMeant, type MapTypes } from "../../rules/cascades/options.js";
import type { Step } from "../../rules/cascades/walk.js";
import { placeOfMember } from "../../rules/collections/memberOrder.js";
import type { ConceptKey, ConceptRow, conceptQueries } from "../codeSystems/concepts.js";
import type { MemberConcepts, MemberMappings } from "../collections/gathered.js";
import type { HeldIn, heldQueries } from "../collections/held.js";
import type { MappedSide } from "../conceptMappings/ofConcepts.js";
import type { ConceptMappingRow } from "../conceptMappings/rows.js";
import { HIGHEST_INTEGER } from "../keyset.js";
import { conceptAtEnd, otherEnd, type SystemFinder, type Whereabouts, whereRead } from "./ends.js";
import type { FoundLink, LinkLifetime, LinksAsked, linkQueries } from "./links.js";
import type { FoundMapping, mappingStepQueries } from "./mappingSteps.js";

/** What tells concepts and mappings apart, whatever their versions. */
export const identities = {
  ofConcept: ({ containerId, code }: ConceptRow) => `${containerId} ${code}`,
  ofMapping: ({ uid }: ConceptMappingRow) => uid,
};

export type CascadeStep = Step<ConceptRow, ConceptMappingRow>;

/** The statements that levels are read by. */
export interface LevelQueries {
  readonly steps: ReturnType<typeof mappingStepQueries>;
  readonly links: ReturnType<typeof linkQueries>;
  readonly held: ReturnType<typeof heldQueries>;
  readonly concepts: ReturnType<typeof conceptQueries>;
  readonly systemsOf: SystemFinder;
}

/** What all levels of a cascade have in common. */
export interface LevelScope {
  readonly viewer: Viewer;
  readonly where: Whereabouts;
  /** The mappings that may be followed; null: those that are kept where the concepts are. */
  readonly mappings: MemberMappings | null;
  readonly options: CascadeOptions;
  readonly without: HeldIn | null;
  readonly equivalent: string | null;
}

/** A concept that a link of the hierarchy leads to, by its key. */
interface LinkedKey {
  readonly at: number;
  readonly key: ConceptKey;
}

interface FoundStep extends FoundMapping {
  /** Where the concept that it leads to is read; null: it is not gone on to. */
  readonly target: ConceptKey | null;
}

const keyText = ({ containerId, revision, code }: ConceptKey) =>
  `${containerId} ${revision} ${code}`;

/** Reads what follows directly from concepts: so many statements for a level, however many concepts it has. */
export class Levels {
  readonly #queries: LevelQueries;
  readonly #scope: LevelScope;

  constructor(queries: LevelQueries, scope: LevelScope) {
    this.#queries = queries;
    this.#scope = scope;
  }

  /** The steps from concepts, in their order: mappings by type and weight, then links by code. */
  async steps(of: readonly ConceptRow[], take: number): Promise<readonly CascadeStep[]> {
    const { held } = this.#queries;
    const { options, without } = this.#scope;
    const [found, { neighbours, keys }] = await Promise.all([
      this.#mappingSteps(of, take),
      this.#links(of, take),
    ]);
    const rows = await this.#rows([
      ...found.map(({ target }) => target),
      ...keys.map((one) => one.key),
    ]);
    const rowOf = (key: ConceptKey | null) => (key && rows.get(keyText(key))) ?? null;
    const linked = [...neighbours, ...keys.map(({ at, key }) => ({ at, concept: rowOf(key) }))];
    const [hidden, hiddenMappings] = await Promise.all([
      this.leftOut([...rows.values(), ...neighbours.map(({ concept }) => concept)]),
      without &&
        held.mappings(
          without,
          found.map(({ mapping }) => mapping),
        ),
    ]);
    const shown = (row: ConceptRow | null) =>
      row && !hidden.has(identities.ofConcept(row)) ? row : null;
    const mapped = found.map(({ at, mapping, target }, n): CascadeStep => {
      const isShown = isMeant(mapping.mapType, options.returned) && !hiddenMappings?.[n];
      return { from: at, mapping: isShown ? mapping : null, to: shown(rowOf(target)) };
    });
    const links = linked.map(
      ({ at, concept }): CascadeStep => ({ from: at, mapping: null, to: shown(concept) }),
    );
    return [...mapped, ...links].sort((one, other) => one.from - other.from);
  }

  /** Identities of those of some concepts that are left out. */
  async leftOut(rows: readonly ConceptRow[]): Promise<ReadonlySet<string>> {
    const { without } = this.#scope;
    if (without === null || rows.length === 0) return new Set();
    const keys = rows.map(({ containerId: id, code }) => ({ id, code }));
    const there = await this.#queries.held.concepts(without, keys);
    const equivalents = await this.#withEquivalent(
      rows.filter((_, n) => !there[n]),
      without,
    );
    return new Set([...rows.filter((_, n) => there[n]), ...equivalents].map(identities.ofConcept));
  }

  /** Concepts that have an equivalent among what is left out. */
  async #withEquivalent(
    rows: readonly ConceptRow[],
    without: HeldIn,
  ): Promise<readonly ConceptRow[]> {
    const { equivalent } = this.#scope;
    if (equivalent === null || rows.length === 0) return [];
    const types = [{ only: [equivalent], without: [] }];
    const found = await this.#mappings(rows, { side: "FROM", types, take: HIGHEST_INTEGER });
    const ends = found.map(({ mapping }) => otherEnd(mapping, "FROM"));
    const systems = await this.#queries.systemsOf(ends.map(({ system }) => system));
    const targets = found.flatMap(({ at }, n) => {
      const target = ends[n] && conceptAtEnd(ends[n], systems);
      return target ? [{ at, target }] : [];
    });
    const keys = targets.map(({ target }) => target);
    const there = await this.#queries.held.concepts(without, keys);
    return targets.filter((_, n) => there[n]).flatMap(({ at }) => rows[at] ?? []);
  }

  async #mappings(
    of: readonly ConceptRow[],
    asked: {
      readonly side: MappedSide;
      readonly types: readonly MapTypes[];
      readonly take: number;
    },
  ): Promise<readonly FoundMapping[]> {
    const { viewer, mappings, where, options } = this.#scope;
    const more = { ...asked, includeRetired: options.includeRetired };
    if (mappings) return await this.#queries.steps.held(viewer, of, { ...more, mappings });
    const place = where.kind === "CODE_SYSTEM" ? "OWN" : "ANYWHERE";
    return await this.#queries.steps.authored(viewer, of, { ...more, where: place });
  }

  async #mappingSteps(of: readonly ConceptRow[], take: number): Promise<readonly FoundStep[]> {
    const { followed, returned, reverse } = this.#scope.options;
    const types = [followed, returned].filter(({ only }) => only?.length !== 0);
    if (types.length === 0) return [];
    const side = reverse ? "TO" : "FROM";
    const found = await this.#mappings(of, { side, types, take });
    const ends = found.map(({ mapping }) =>
      isMeant(mapping.mapType, followed) ? otherEnd(mapping, side) : null,
    );
    const systems = await this.#queries.systemsOf(ends.flatMap((end) => (end ? [end.system] : [])));
    return found.map((one, n): FoundStep => {
      const end = ends[n] ? conceptAtEnd(ends[n], systems) : null;
      return { ...one, target: end && whereRead(this.#scope.where, end) };
    });
  }

  /** The neighbours in the hierarchy: as they are, or by their keys where they have to be members. */
  async #links(
    of: readonly ConceptRow[],
    take: number,
  ): Promise<{ readonly neighbours: readonly FoundLink[]; readonly keys: readonly LinkedKey[] }> {
    const { viewer, where, options } = this.#scope;
    const { hierarchy, includeRetired, reverse } = options;
    const way = reverse ? "UP" : "DOWN";
    if (!hierarchy) return { neighbours: [], keys: [] };
    if (where.kind !== "MEMBERS") {
      const asked = { way, includeRetired, take } as const;
      return { neighbours: await this.#queries.links.neighbours(viewer, of, asked), keys: [] };
    }
    const links = await this.#queries.links.lifetimes(of, way);
    const keys = of.flatMap((concept, at) =>
      membersLinked(where.members, concept, { links: links[at] ?? [], way, includeRetired }).map(
        (key) => ({ at, key }),
      ),
    );
    return { neighbours: [], keys: keys.slice(0, take) };
  }

  /** The concepts under keys that the viewer may read, retired ones only where they are asked for. */
  async #rows(keys: readonly (ConceptKey | null)[]): Promise<ReadonlyMap<string, ConceptRow>> {
    const { viewer, options } = this.#scope;
    const distinct = new Map(keys.flatMap((key) => (key ? [[keyText(key), key] as const] : [])));
    if (distinct.size === 0) return new Map();
    const rows = await this.#queries.concepts.at(viewer, [...distinct.values()]);
    const shown = rows.flatMap((row) =>
      row && (options.includeRetired || !row.retired) ? [[keyText(row), row] as const] : [],
    );
    return new Map(shown);
  }
}

/** The neighbours of a member that are members too: a child says where it is read who its parents are. */
function membersLinked(
  members: MemberConcepts,
  { containerId, revision }: ConceptRow,
  asked: Omit<LinksAsked, "take"> & { readonly links: readonly LinkLifetime[] },
): readonly ConceptKey[] {
  return asked.links.flatMap(([code, from, to]) => {
    const place = placeOfMember(members, { id: containerId, code });
    if (place === null || (members.retired[place] && !asked.includeRetired)) return [];
    const own = members.revisions[place] ?? 0;
    const child = asked.way === "UP" ? revision : own;
    return from <= child && child < to ? [{ containerId, revision: own, code }] : [];
  });
}
