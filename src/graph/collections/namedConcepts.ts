import { readSpecifiedId } from "../../rules/references/memberIds.js";
import { conceptOfUrl } from "../../rules/repositories/urls.js";
import { isStorable } from "../../rules/text.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";

/** Concepts as a caller names them: the code, and where they have to be from. */
export interface NamedConcepts {
  readonly code: string;
  /** Null: wherever. */
  readonly system: CodeSystemRow | null;
  /** Label of a version of the code system, which has to hold the version that is the member. */
  readonly release?: string | null;
}

/**
 * What an id may mean: `A15.1` a code of any code system, `WHO:ICD-10:A15.1` that of one, and so a URL; a code
 * with colons both. Nothing where a code system is named that the caller does not see.
 */
export async function readings(id: string, context: Context): Promise<readonly NamedConcepts[]> {
  return plainReadings(id) ?? (await readingsBySystem(id, context));
}

/** What an id means that names no code system, for which nothing has to be looked up; null: it may name one. */
export function plainReadings(id: string): readonly NamedConcepts[] | null {
  if (!isStorable(id)) return [];
  return id.includes("/") || id.includes(":") ? null : [{ code: id.trim(), system: null }];
}

async function readingsBySystem(id: string, context: Context): Promise<readonly NamedConcepts[]> {
  const { viewer, load } = context;
  const url = id.includes("/") ? conceptOfUrl(unversioned(id), viewer.user?.name ?? null) : null;
  if (url?.repository.kind === "CODE_SYSTEM") {
    const system = await load.codeSystems.byUrl.load(url.repository);
    return system ? [{ code: url.code, system }] : [];
  }
  const plain = { code: id.trim(), system: null };
  const specified = readSpecifiedId(id);
  if (!specified) return [plain];
  const { owner, shortCode, code, version: release } = specified;
  const kinds = ["ORGANIZATION", "USER"] as const;
  const systems = await Promise.all(
    kinds.map((kind) =>
      load.codeSystems.byUrl.load({ owner: { kind, name: owner }, kind: "CODE_SYSTEM", shortCode }),
    ),
  );
  const named = systems.flatMap((system) => (system ? [{ code, system, release }] : []));
  return [...named, plain];
}

/** A concept's URL without the concept version at its end. */
function unversioned(url: string): string {
  return url.trim().replace(/(\/concepts\/[^/]+)\/[^/]+\/?$/, "$1/");
}
