import type { Viewer } from "../../rules/access/viewer.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { placeOfMember } from "../../rules/collections/memberOrder.js";
import type { ConceptKey, ConceptRow, Snapshot } from "../codeSystems/concepts.js";
import { currentSnapshot } from "../codeSystems/loaders.js";
import type { CodeSystemRow } from "../codeSystems/queries.js";
import type { MemberConcepts } from "../collections/gathered.js";
import type { MemberKey } from "../collections/members.js";
import type { MappedSide } from "../conceptMappings/ofConcepts.js";
import type { ConceptMappingRow } from "../conceptMappings/rows.js";

/** Finds code systems by what mappings call them; null is what the viewer does not see. */
export type SystemFinder = (
  urls: readonly string[],
) => Promise<ReadonlyMap<string, CodeSystemRow | null>>;

/** Finds code systems by what mappings call them, each URL once. */
export function systemFinder(
  byUrls: (viewer: Viewer, urls: readonly string[]) => Promise<readonly (CodeSystemRow | null)[]>,
  viewer: Viewer,
): SystemFinder {
  const known = new Map<string, CodeSystemRow | null>();
  return async (urls) => {
    const missing = [...new Set(urls)].filter((url) => !known.has(url));
    if (missing.length > 0) {
      const rows = await byUrls(viewer, missing);
      for (const [at, url] of missing.entries()) known.set(url, rows[at] ?? null);
    }
    return known;
  };
}

/** The other end of a mapping, seen from the side on which a concept stands. */
export function otherEnd(
  mapping: ConceptMappingRow,
  side: MappedSide,
): { readonly system: string; readonly code: string } {
  return side === "FROM"
    ? { system: mapping.toSystem, code: mapping.toCode }
    : { system: mapping.fromSystem, code: mapping.fromCode };
}

/** The concept at an end of a mapping, as its code system writes it; null where that is not here. */
export function conceptAtEnd(
  { system: url, code }: ReturnType<typeof otherEnd>,
  systems: ReadonlyMap<string, CodeSystemRow | null>,
): (MemberKey & { readonly system: CodeSystemRow }) | null {
  const system = systems.get(url);
  if (!system) return null;
  return { system, id: system.containerId, code: normalizeCode(system.codeNormalization, code) };
}

/** Where the concepts of a cascade are read; what is nowhere to be read is not gone on to. */
export type Whereabouts =
  | ({ readonly kind: "CODE_SYSTEM" } & Snapshot)
  | { readonly kind: "MEMBERS"; readonly members: MemberConcepts }
  /** The code system of the concept where that was read, all others where they now stand. */
  | { readonly kind: "ANYWHERE"; readonly root: ConceptRow };

/** Where a concept at the end of a mapping is read; null where it is not gone on to. */
export function whereRead(
  where: Whereabouts,
  { system, id, code }: NonNullable<ReturnType<typeof conceptAtEnd>>,
): ConceptKey | null {
  if (where.kind === "MEMBERS") {
    const place = placeOfMember(where.members, { id, code });
    return place === null
      ? null
      : { containerId: id, revision: where.members.revisions[place] ?? 0, code };
  }
  if (where.kind === "ANYWHERE") {
    const at = id === where.root.containerId ? where.root : currentSnapshot(system);
    return { containerId: id, revision: at.revision, code };
  }
  return id === where.containerId ? { containerId: id, revision: where.revision, code } : null;
}
