import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { NamedRepository } from "../../rules/references/definition.js";
import { expandRequest, type ReferenceRequest } from "../../rules/references/expandRequest.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import {
  type ReferenceTarget,
  referenceTargets,
} from "../../store/collections/referenceTargets.js";
import type { CommandContext } from "../context.js";

/** What a reference reads, as far as the caller may. */
export interface MeantRepository {
  readonly requested: string;
  /** Null: it is not there, or the reference reads no code system or collection of its own. */
  readonly target: ReferenceTarget | null;
  /** A label, `HEAD` or `latest`. */
  readonly version: string;
}

/**
 * The code systems and collections that references mean, and at which versions: expressions first, then
 * references in parts, all of them in one statement. Saves nothing.
 */
export async function meantRepositories(
  { database, viewer }: CommandContext,
  { expressions, references }: Pick<ReferenceRequest, "expressions" | "references">,
): Promise<Result<readonly MeantRepository[], Failures>> {
  if (!expressions?.length && !references?.length) return ok([]);
  const asked = expandRequest({ expressions, references }, viewer.user?.name ?? null);
  if (!asked.ok) return asked;
  const wanted = asked.value.map(({ requested, read }) => ({
    requested,
    named: read.ok ? (read.value.system ?? read.value.valuesets[0] ?? null) : null,
  }));
  const named = wanted.flatMap((one): NamedRepository[] => (one.named ? [one.named] : []));
  const targets = await referenceTargets(database.reads, viewer, named);
  return ok(
    wanted.map((one): MeantRepository => {
      const found = one.named && targets.get(namedRepositoryText(one.named));
      const target = found && found.revision !== null ? found : null;
      const newest = target?.releasedLabel ? "latest" : "HEAD";
      return { requested: one.requested, target, version: one.named?.version ?? newest };
    }),
  );
}
