import type { Viewer } from "../../rules/access/viewer.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import type { NamedRepository, ReferenceDefinition } from "../../rules/references/definition.js";
import { resourceOf } from "../../rules/references/identity.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import {
  type ReferenceTarget,
  referenceTargets,
  resourceVersions,
} from "../../store/collections/referenceTargets.js";
import type { Queries } from "../../store/database.js";

/** A reference with what it names, as far as that is there for the caller. */
export interface LocatedReference {
  readonly definition: ReferenceDefinition;
  readonly system: ReferenceTarget | null;
  readonly valuesets: readonly (ReferenceTarget | null)[];
  /** The version of the one concept or mapping of a code system; null: a list, or it is not there. */
  readonly found: number | null;
  /** What is not there, as a hint; null: all of it is. */
  readonly missing: string | null;
}

/** Finds what references name, all of them in two statements. Codes get their code system's own form. */
export async function locateReferences(
  queries: Queries,
  viewer: Viewer,
  definitions: readonly ReferenceDefinition[],
): Promise<readonly LocatedReference[]> {
  const named = definitions.flatMap(namesIn);
  const targets = await referenceTargets(queries, viewer, named);
  const located = definitions.map((definition) => withTargets(definition, targets));
  const singles = located.flatMap((one, at) => (isResource(one) ? [{ ...one, at }] : []));
  const keys = singles.map(({ definition, system }) => ({
    id: system.id,
    kind: resourceOf(definition) ?? ("CONCEPT" as const),
    code: definition.code ?? "",
    revision: system.revision ?? 0,
    resourceVersion:
      definition.resourceVersion === null ? null : Number(definition.resourceVersion),
    labelled: (definition.system?.version ?? "HEAD") !== "HEAD",
  }));
  const versions = await resourceVersions(queries, keys);
  const found = new Map(singles.map(({ at }, n) => [at, versions[n] ?? null]));
  return located.map((one, at) => {
    const version = found.get(at);
    if (version === undefined) return one;
    const absent = version === null ? resourceMissing(one.definition) : null;
    return { ...one, found: version, missing: one.missing ?? absent };
  });
}

/** Whether a reference is to one concept or mapping of a code system that is there. */
export function isResource<Reference extends Pick<LocatedReference, "definition" | "system">>(
  reference: Reference,
): reference is Reference & { readonly system: ReferenceTarget } {
  return reference.system?.kind === "CODE_SYSTEM" && resourceOf(reference.definition) !== null;
}

function namesIn({ system, valuesets }: ReferenceDefinition): readonly NamedRepository[] {
  return system ? [system, ...valuesets] : valuesets;
}

function withTargets(
  definition: ReferenceDefinition,
  targets: ReadonlyMap<string, ReferenceTarget>,
): LocatedReference {
  const find = (named: NamedRepository) => targets.get(namedRepositoryText(named)) ?? null;
  const absent = namesIn(definition).find((named) => (find(named)?.revision ?? null) === null);
  const system = definition.system && find(definition.system);
  const { code } = definition;
  const form = system?.codeNormalization ?? "NONE";
  const coded = code !== null && definition.referenceType === "CONCEPTS";
  return {
    definition: coded ? { ...definition, code: normalizeCode(form, code) } : definition,
    system,
    valuesets: definition.valuesets.map(find),
    found: null,
    missing: absent ? `there is no ${namedRepositoryText(absent)}` : null,
  };
}

function resourceMissing({ code, resourceVersion, referenceType }: ReferenceDefinition): string {
  const what = referenceType === "MAPPINGS" ? "mapping" : "concept";
  const version = resourceVersion === null ? "" : `version ${resourceVersion} of `;
  return `there is no ${version}${what} ${code}`;
}
