import type { Viewer } from "../../rules/access/viewer.js";
import { type CascadeOptions, MOST_LEVELS } from "../../rules/cascades/options.js";
import { Walk } from "../../rules/cascades/walk.js";
import type { ConceptRow, conceptQueries } from "../codeSystems/concepts.js";
import type { systemsByUrlQueries } from "../codeSystems/urls.js";
import { type HeldIn, heldQueries } from "../collections/held.js";
import type { CollectionMembers } from "../collections/members.js";
import type { ConceptMappingRow } from "../conceptMappings/rows.js";
import type { Queries } from "../database.js";
import { systemFinder } from "./ends.js";
import { identities, type LevelScope, Levels } from "./levels.js";
import { linkQueries } from "./links.js";
import { mappingStepQueries } from "./mappingSteps.js";

/** A cascade that is asked for. */
export interface CascadeAsked {
  /** The concept where it was read. */
  readonly root: ConceptRow;
  /** What everything has to be in; null: it may be anywhere. */
  readonly within: HeldIn | null;
  readonly options: CascadeOptions;
  /** What is in it is left out, and not gone on from. */
  readonly without: HeldIn | null;
  /** Concepts with a mapping of this type to what is left out are left out too; null: no such ones. */
  readonly equivalent: string | null;
}

export type CascadeWalk = Walk<ConceptRow, ConceptMappingRow>;

interface Parts {
  readonly members: CollectionMembers;
  readonly concepts: ReturnType<typeof conceptQueries>;
  readonly systemsByUrl: ReturnType<typeof systemsByUrlQueries>;
}

/** Follows mappings and hierarchies from a concept, level by level. */
export function cascadeQueries(reads: Queries, { members, concepts, systemsByUrl }: Parts) {
  const steps = mappingStepQueries(reads);
  const links = linkQueries(reads);
  const held = heldQueries(reads, members);

  async function placeOf({
    root,
    within,
  }: CascadeAsked): Promise<Pick<LevelScope, "where" | "mappings">> {
    if (within === null) return { where: { kind: "ANYWHERE", root }, mappings: null };
    if (within.kind === "CODE_SYSTEM") return { where: within, mappings: null };
    const [[own], [mappings]] = await Promise.all([
      members.concepts([within.state]),
      members.mappings([within.state]),
    ]);
    if (!own || !mappings) throw new Error("A collection was not gathered");
    return { where: { kind: "MEMBERS", members: own }, mappings };
  }

  return {
    /** Everything that follows from a concept, as far as the viewer may read it. */
    from: async (viewer: Viewer, asked: CascadeAsked): Promise<CascadeWalk> => {
      const { root, options, without, equivalent } = asked;
      const systemsOf = systemFinder(systemsByUrl.byUrls, viewer);
      const scope = { viewer, options, without, equivalent, ...(await placeOf(asked)) };
      const levels = new Levels({ steps, links, held, concepts, systemsOf }, scope);
      const walk: CascadeWalk = new Walk(root, options.steps, identities);
      if ((await levels.leftOut([root])).size > 0) return walk;
      const last = options.levels ?? MOST_LEVELS;
      for (let level = 0; level < last && walk.frontier.length > 0; level += 1) {
        walk.advance(await levels.steps(walk.frontier, walk.room + 1));
      }
      if (options.levels === null && walk.frontier.length > 0) {
        walk.cut(await levels.steps(walk.frontier, 1));
      }
      return walk;
    },
  };
}
