import { failed, ok, type Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { codeSystemName, namesVersion } from "../../rules/codeSystems/names.js";
import { type Failures, fieldInvalid, resourceNotFound } from "../../rules/failure.js";
import { lockCodeSystem, visibleCodeSystems } from "../../store/codeSystems/locked.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Queries } from "../../store/database.js";

/** What a caller names a code system by, and in which field of the input. */
interface Naming {
  /** Its slug, its URL or its canonical URL. */
  readonly text: string;
  readonly path: readonly string[];
}

/**
 * The code system that a change names, as it stands, without its lock. There must be one that the viewer may
 * see, and one only; of versions none is taken, for changes go into HEAD.
 */
export async function namedSystem(
  queries: Queries,
  viewer: Viewer,
  { text, path }: Naming,
): Promise<Result<CodeSystemRow, Failures>> {
  if (namesVersion(text)) {
    const message = `${text} names a version; name the code system alone, changes go into its HEAD`;
    return failed([fieldInvalid(path, message)]);
  }
  const name = codeSystemName(text, viewer.user?.name ?? null);
  const [found, ...others] = name ? await visibleCodeSystems(queries, viewer, name) : [];
  if (!found) return failed([resourceNotFound(path, `There is no code system ${text}.`)]);
  if (others.length === 0) return ok(found);
  const slugs = [found, ...others].map(({ slug }) => slug).join(", ");
  return failed([
    fieldInvalid(path, `Several code systems are ${text}: ${slugs}; name one by its slug`),
  ]);
}

/** The same with its lock, as it stands now that the caller holds it. */
export async function lockedSystem(
  queries: Queries,
  viewer: Viewer,
  naming: Naming,
): Promise<Result<CodeSystemRow, Failures>> {
  const named = await namedSystem(queries, viewer, naming);
  if (!named.ok) return named;
  const system = await lockCodeSystem(queries, viewer, named.value);
  const { text, path } = naming;
  return system ? ok(system) : failed([resourceNotFound(path, `There is no code system ${text}.`)]);
}
