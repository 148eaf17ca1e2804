import type { Losses } from "../../crosswalks/forms/losses.js";
import { repositoryUri } from "../../crosswalks/forms/ownUris.js";
import type { NamedRepository, ReferenceDefinition } from "../../references/definition.js";
import { expressionOf } from "../../references/expressionOf.js";
import { repositoryUrl } from "../../repositories/urls.js";
import { type FhirFilter, fhirFilter } from "./fhirFilters.js";
import type { SetRelease } from "./fhirSetHeader.js";
import type { SetReference } from "./setContent.js";

type FhirObject = Readonly<Record<string, unknown>>;

/** By its owner's URL what stands in `system` or `valueSet` by a URL that others know. */
export const REPOSITORY_EXTENSION = "urn:termgate:repository";
/** A reference as we write it, where FHIR has no words for it: what it includes, and what it keeps out. */
export const REFERENCE_EXTENSION = "urn:termgate:reference";
export const EXCLUSION_EXTENSION = "urn:termgate:exclusion";
/** The version of a concept that is pinned. */
export const CONCEPT_VERSION_EXTENSION = "urn:termgate:concept-version";

/** What a code system or collection is called in a file: its canonical URL, if no other has the same. */
export type CanonicalOf = (named: NamedRepository) => string | null;

/** An entry of `compose.include` or `compose.exclude`, its concepts aside. */
export interface IncludeEntry {
  readonly include: boolean;
  /** All members but `concept`. */
  readonly members: FhirObject;
  /** Null: the entry has none. */
  readonly concept: FhirObject | null;
}

/** How references are written. */
export interface IncludeForm {
  readonly release: SetRelease;
  readonly canonicalOf: CanonicalOf;
  readonly losses: Losses;
}

/** A reference in FHIR's words; null where FHIR has none for it. */
export function fhirInclude(
  { definition, said }: SetReference,
  form: IncludeForm,
): IncludeEntry | null {
  const { referenceType, cascade, mappingsOf, system, valuesets, code, filters } = definition;
  if (referenceType !== "CONCEPTS" || cascade !== "NONE" || mappingsOf !== null) return null;
  if (system === null && (valuesets.length === 0 || code !== null || filters.length > 0)) {
    return null;
  }
  const filter: FhirFilter[] = [];
  for (const one of filters) {
    const written = fhirFilter(one);
    if (written === null) return null;
    filter.push(written);
  }
  const members = {
    ...systemMembers(definition, said?.version ?? null, form),
    ...(filter.length > 0 ? { filter } : {}),
    ...valuesetMembers(valuesets, form),
  };
  const concept = code === null ? null : fhirConcept({ definition, said }, code, form);
  return { include: definition.include, members, concept };
}

/** The extension that says a reference as we write it. */
export function referenceExtension({ definition, said }: SetReference): FhirObject {
  const url = definition.include ? REFERENCE_EXTENSION : EXCLUSION_EXTENSION;
  const expression = expressionOf(definition);
  if (said === null) return { url, valueString: expression };
  const parts = { expression, said: JSON.stringify(said) };
  const extension = Object.entries(parts).map(([part, valueString]) => ({
    url: part,
    valueString,
  }));
  return { url, extension };
}

function nameOf(named: NamedRepository, { canonicalOf, losses }: IncludeForm) {
  const { repository } = named;
  if ("canonicalUrl" in repository) return { uri: repository.canonicalUrl, extension: null };
  const url = repositoryUrl(repository);
  const canonical = canonicalOf(named);
  if (canonical === null) {
    const message = "It has no URL of its own; a name of ours stands there.";
    losses.add("REPLACED", url, message);
    return { uri: repositoryUri(url), extension: null };
  }
  losses.add("AS_EXTENSION", url, "It is known by its canonical URL; its owner's stands beside.");
  return { uri: canonical, extension: { url: REPOSITORY_EXTENSION, valueString: url } };
}

function systemMembers(
  { system }: ReferenceDefinition,
  called: string | null,
  form: IncludeForm,
): FhirObject {
  if (system === null) return {};
  const { uri, extension } = nameOf(system, form);
  const version = called ?? system.version;
  return {
    ...(extension === null ? {} : { extension: [extension] }),
    system: uri,
    ...(version === null ? {} : { version }),
  };
}

function valuesetMembers(valuesets: readonly NamedRepository[], form: IncludeForm): FhirObject {
  if (valuesets.length === 0) return {};
  const named = valuesets.map((one) => ({ ...nameOf(one, form), version: one.version }));
  const extended = named.some(({ extension }) => extension !== null);
  const beside = named.map(({ extension }) =>
    extension === null ? null : { extension: [extension] },
  );
  return {
    valueSet: named.map(({ uri, version }) => (version === null ? uri : `${uri}|${version}`)),
    ...(extended ? { _valueSet: beside } : {}),
  };
}

function fhirConcept(
  { definition, said }: SetReference,
  code: string,
  { release, losses }: IncludeForm,
): FhirObject {
  const { resourceVersion } = definition;
  const extension = [
    ...(said?.extension ?? []),
    ...(resourceVersion === null
      ? []
      : [{ url: CONCEPT_VERSION_EXTENSION, valueString: resourceVersion }]),
  ];
  if (resourceVersion !== null) {
    const message = "FHIR has no versions of single concepts.";
    losses.add("AS_EXTENSION", "resourceVersion", message, code);
  }
  const designation = said?.designation?.map((one) => {
    if (release === "R5" || !("additionalUse" in one)) return one;
    const message = "R4 does not have it.";
    losses.add("LEFT_OUT", "compose.include.concept.designation.additionalUse", message, code);
    const { additionalUse: _, ...rest } = one;
    return rest;
  });
  return {
    ...(extension.length > 0 ? { extension } : {}),
    code,
    ...(said?.display === undefined ? {} : { display: said.display }),
    ...(designation === undefined ? {} : { designation }),
  };
}
