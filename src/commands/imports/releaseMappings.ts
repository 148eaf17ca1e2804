import type { CodeSystemFormat } from "../../importers/format.js";
import { nameUuid } from "../../kernel/uuid.js";
import { applyMappings } from "../../store/conceptMappings/bundles.js";
import {
  compareReleasedMappings,
  type ReleasedDifference,
  removeMappings,
  stageMappings,
} from "../../store/conceptMappings/releases.js";
import type { Queries } from "../../store/database.js";

/** Whose mappings they are, and in which format they come. */
export interface MappedRelease {
  readonly format: CodeSystemFormat;
  readonly target: { readonly containerId: number; readonly uid: string; readonly url: string };
}

/** What a release does to the mappings of its code system. */
export class ReleaseMappings {
  private constructor(
    private readonly queries: Queries,
    private readonly target: MappedRelease["target"],
    private readonly mapTypes: readonly string[],
  ) {}

  /** Takes the mappings of the staged release; null where the format says nothing of mappings. */
  static async of(
    queries: Queries,
    { format, target }: MappedRelease,
  ): Promise<ReleaseMappings | null> {
    if (format.codeSystem === null || !format.mapTypes) return null;
    await stageMappings(queries, target.url);
    return new ReleaseMappings(queries, target, format.mapTypes);
  }

  async compare(revision: number): Promise<ReleasedDifference> {
    const { target, mapTypes } = this;
    const released = { containerId: target.containerId, system: target.url, mapTypes };
    return await compareReleasedMappings(this.queries, released, revision);
  }

  /** Writes what the last comparison found as part of a revision. */
  async apply(revision: number): Promise<void> {
    const { containerId, uid } = this.target;
    await removeMappings(this.queries, containerId, revision);
    await applyMappings(this.queries, containerId, revision, (id) => nameUuid(uid, "mapping", id));
  }
}
