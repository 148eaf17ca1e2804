import { failed, ok, type Result } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { type Failures, fieldInvalid } from "../../rules/failure.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { AskedReference, ReferenceMode } from "../../rules/references/expandRequest.js";
import { expressionOf } from "../../rules/references/expressionOf.js";
import { REFERENCES_PER_REQUEST } from "../../rules/references/limits.js";
import { isPinned, listAt, pinnedTo } from "../../rules/references/pinning.js";
import { repositoryUrl } from "../../rules/repositories/urls.js";
import { headMembers } from "../../store/collections/headMembers.js";
import {
  type Cascaded,
  cascadedFrom,
  type ReferenceTarget,
} from "../../store/collections/referenceTargets.js";
import type { Queries } from "../../store/database.js";
import { heldMembersPinned } from "./heldMembers.js";
import { isResource, type LocatedReference, locateReferences } from "./resolveReferences.js";

/** A reference that can be added, as it is to be stored. */
export interface WantedReference extends LocatedReference {
  readonly requested: string;
  /** It had no version before. */
  readonly pinned: boolean;
  /** It was not asked for, but came along with the one before. */
  readonly cascaded: boolean;
}

/** A reference that can't be. */
export interface RefusedReference {
  readonly requested: string;
  readonly hint: string;
  /** Null: it can't be read. */
  readonly include: boolean | null;
}

type Answered = WantedReference | RefusedReference;

/**
 * What is to be added for what was asked for, in order, what comes along after its cause: pinned, or as the
 * mode has it. The number of statements does not depend on that of the references.
 */
export async function wantedReferences(
  queries: Queries,
  viewer: Viewer,
  asked: readonly AskedReference[],
  mode: ReferenceMode,
): Promise<Result<readonly Answered[], Failures>> {
  const spread = await everythingPinned(queries, viewer, asked, mode);
  if (!spread.ok) return spread;
  const settledReferences = await heldMembersPinned(queries, viewer, spread.value, mode);
  const readable = settledReferences.flatMap(({ read }) => (read.ok ? [read.value] : []));
  const lookedUp = readable.map((definition) => atHead(definition, mode));
  const located = (await locateReferences(queries, viewer, lookedUp)).values();
  const answered = settledReferences.map(({ requested, read, ...held }): Answered => {
    if (!read.ok) return { requested, hint: read.failure.hint, include: null };
    const { value: one } = located.next();
    if (!one) throw new Error("A reference was not located");
    if (one.missing !== null && mode === "PIN") {
      return { requested, hint: one.missing, include: one.definition.include };
    }
    const pinned =
      isResource(one) && one.found !== null && (held.pinned || isPinned(one.definition, mode));
    const definition = { ...one.definition, system: read.value.system };
    return { ...one, definition, requested, pinned, cascaded: false };
  });
  return ok(await withCascades(queries, answered, mode));
}

/** One that is to be pinned is looked up at HEAD. */
function atHead(definition: ReferenceDefinition, mode: ReferenceMode): ReferenceDefinition {
  const { system } = definition;
  return isPinned(definition, mode) && system
    ? { ...definition, system: { ...system, version: "HEAD" } }
    : definition;
}

/** What is pinned gets its version, and what comes along with it references of its own. */
async function withCascades(
  queries: Queries,
  answered: readonly Answered[],
  mode: ReferenceMode,
): Promise<readonly Answered[]> {
  const causes = answered.filter((one) => "definition" in one).filter((one) => cascades(one, mode));
  const along = await cascadedFrom(
    queries,
    causes.map(({ definition: { code, cascade }, system, found }) => ({
      id: system?.id ?? 0,
      code: found === null ? "" : (code ?? ""),
      revision: system?.revision ?? 0,
      urls: system ? urlsOf(system) : [],
      targets: cascade === "SOURCE_TO_CONCEPTS",
    })),
  );
  const byCause: Cascaded[][] = causes.map(() => []);
  for (const part of along) byCause[part.of]?.push(part);
  const numbers = new Map(causes.map((cause, at) => [cause, at]));
  return answered.flatMap((one): readonly Answered[] => {
    if (!("definition" in one)) return [one];
    const number = numbers.get(one);
    if (number === undefined) return [settled(one)];
    const extras = (byCause[number] ?? []).map((part) => broughtBy(one, part));
    const alone = { ...one, definition: { ...one.definition, cascade: "NONE" as const } };
    return [settled(alone), ...extras];
  });
}

function cascades(one: WantedReference, mode: ReferenceMode): boolean {
  const { include, cascade } = one.definition;
  return mode === "PIN" && include && cascade !== "NONE" && isResource(one) && one.found !== null;
}

function settled(one: WantedReference): WantedReference {
  return one.pinned && one.found !== null
    ? { ...one, definition: pinnedTo(one.definition, one.found) }
    : one;
}

function broughtBy(cause: WantedReference, { kind, code, version }: Cascaded): WantedReference {
  const referenceType = kind === "CONCEPT" ? ("CONCEPTS" as const) : ("MAPPINGS" as const);
  const definition = pinnedTo({ ...cause.definition, referenceType, code }, version);
  const requested = expressionOf(definition);
  return { ...cause, definition, requested, found: version, cascaded: true };
}

function urlsOf({ owner, kind, shortCode, canonicalUrl }: ReferenceTarget): readonly string[] {
  const url = repositoryUrl({ owner, kind, shortCode });
  return canonicalUrl === null ? [url] : [url, canonicalUrl];
}

/**
 * `*` that is to be pinned names the newest release; where there is none it becomes a reference to each
 * member as it is at HEAD.
 */
async function everythingPinned(
  queries: Queries,
  viewer: Viewer,
  asked: readonly AskedReference[],
  mode: ReferenceMode,
): Promise<Result<readonly AskedReference[], Failures>> {
  const spread: AskedReference[] = [];
  for (const one of asked) {
    const { everything, read } = one;
    if (mode === "DYNAMIC" || !everything || !read.ok || !read.value.include) {
      spread.push(one);
      continue;
    }
    const members = await pinnedMembers(queries, viewer, one, read.value);
    if (!members.ok) return members;
    for (const member of members.value) spread.push(member);
  }
  if (spread.length <= REFERENCES_PER_REQUEST || spread.length === asked.length) return ok(spread);
  return failed([tooManyMembers("the repository")]);
}

async function pinnedMembers(
  queries: Queries,
  viewer: Viewer,
  asked: AskedReference,
  definition: ReferenceDefinition,
): Promise<Result<readonly AskedReference[], Failures>> {
  const named = definition.system ?? definition.valuesets[0];
  if (!named || named.version !== null) return ok([asked]);
  const [located] = await locateReferences(queries, viewer, [definition]);
  const target = definition.system ? located?.system : located?.valuesets[0];
  if (!target) return ok([asked]);
  const { releasedLabel } = target;
  if (releasedLabel !== null) {
    return ok([{ ...asked, read: ok(listAt(definition, releasedLabel)) }]);
  }
  const limit = REFERENCES_PER_REQUEST + 1;
  const members = await headMembers(queries, viewer, target, definition, limit);
  if (members.length > REFERENCES_PER_REQUEST) {
    return failed([tooManyMembers(target.shortCode)]);
  }
  return ok(
    members.map(({ system, code, version }) => {
      const one: ReferenceDefinition = {
        ...definition,
        system: { repository: system, version: null },
        valuesets: [],
        code,
        filters: [],
      };
      const requested = expressionOf(one);
      return { requested, read: ok(pinnedTo(one, version)), everything: false };
    }),
  );
}

function tooManyMembers(shortCode: string) {
  const message =
    `${shortCode} has no released version, and too many members to pin one by one; ` +
    `make a version of it or use mode DYNAMIC`;
  return fieldInvalid(["uri"], message);
}
