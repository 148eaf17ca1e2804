import { failed, ok, type Result } from "../../kernel/result.js";
import { signature, type Viewer } from "../../rules/access/viewer.js";
import { meantCodes } from "../../rules/codeSystems/conceptCodes.js";
import {
  type ConceptEnd,
  type ConceptMappingContent,
  sameMapping,
} from "../../rules/conceptMappings/content.js";
import { FROM_MISSING, type ReadMapping } from "../../rules/conceptMappings/mappingInputs.js";
import { mappingFaults, nextWeight } from "../../rules/conceptMappings/mappingRules.js";
import { openMrsMapTypes } from "../../rules/conceptMappings/mapTypes.js";
import { systemUrl } from "../../rules/conceptMappings/urls.js";
import {
  type Failure,
  type Failures,
  fieldInvalid,
  notPermitted,
  refusal,
} from "../../rules/failure.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { systemNamed } from "../../store/codeSystems/urls.js";
import {
  hasConcept,
  listedMapTypes,
  type MappingIdentity,
  type OpenMapping,
  putMapping,
  siblingsOf,
} from "../../store/conceptMappings/writes.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import { lockedSystem } from "../codeSystems/namedSystem.js";
import type { CommandContext } from "../context.js";

/** What an edit of a mapping answers: which one it was. */
export interface MappingOutcome {
  readonly uid: string;
}

/** A code system whose mappings the caller may edit, under its lock. */
export interface AuthoredSystem {
  readonly queries: Queries;
  readonly viewer: Viewer;
  readonly system: CodeSystemRow;
  readonly url: string;
}

/** Takes the lock of a code system, named by slug or URL, once it is known that the caller may edit it. */
export async function lockAuthored(
  queries: Queries,
  viewer: Viewer,
  name: string,
  path: readonly string[],
): Promise<Result<AuthoredSystem, Failures>> {
  const locked = await lockedSystem(queries, viewer, { text: name, path });
  if (!locked.ok) return locked;
  const system = locked.value;
  if (system.deactivatedAt !== null) {
    const message = `The code system ${system.slug} is deactivated.`;
    return failed([{ kind: "ResourceArchived", path, message }]);
  }
  if (!mayEdit(viewer, system)) {
    const message = `Only ${system.ownerOrganization ?? system.ownerUser} may edit ${system.slug}.`;
    return failed([notPermitted(path, message)]);
  }
  const unlicensed = licenceFault(system, path);
  if (unlicensed) return failed([unlicensed]);
  return ok({ queries, viewer, system, url: urlOf(system) });
}

function mayEdit(viewer: Viewer, { ownerOrganization, ownerUser }: CodeSystemRow): boolean {
  return ownerOrganization === null
    ? viewer.user !== null && viewer.user.name === ownerUser
    : viewer.organizations.some(({ name }) => name === ownerOrganization);
}

function licenceFault(
  { slug, licensor, licensed }: CodeSystemRow,
  path: readonly string[],
): Failure | null {
  if (licensor === null || licensed) return null;
  const message = `${slug} needs a licence of ${licensor}, which none of your organizations holds.`;
  return { kind: "LicenseRequired", path, codeSystem: slug, licensor, message };
}

function urlOf({ ownerOrganization, ownerUser, shortCode }: CodeSystemRow): string {
  return ownerOrganization === null
    ? systemUrl({ ownerKind: "users", owner: ownerUser ?? "", shortCode })
    : systemUrl({ ownerKind: "orgs", owner: ownerOrganization, shortCode });
}

interface ResolvedEnd {
  readonly end: ConceptEnd;
  /** All URLs of its code system. */
  readonly urls: readonly string[];
  readonly faults: readonly Failure[];
}

type WrittenEnd = NonNullable<ReadMapping["from"]>;

/** An end in its code system's own form, as far as the caller may know the code system. */
async function resolveEnd(
  { queries, viewer, system: own, url }: AuthoredSystem,
  written: WrittenEnd,
  path: readonly string[],
): Promise<ResolvedEnd & { readonly system: CodeSystemRow | null }> {
  const named = written.system ?? url;
  const system = named === url ? own : await systemNamed(queries, viewer, named);
  if (!system)
    return { end: { system: named, code: written.code }, urls: [named], faults: [], system };
  const unlicensed = licenceFault(system, path);
  return {
    end: { system: named, code: await meantCode(queries, system, written.code) },
    urls: [urlOf(system), system.canonicalUrl ?? named],
    faults: unlicensed ? [unlicensed] : [],
    system,
  };
}

/** The code as the code system writes it: encoded where it has it so, and not as it is given. */
async function meantCode(
  queries: Queries,
  { containerId, codeNormalization }: CodeSystemRow,
  given: string,
): Promise<string> {
  const [code = given, ...others] = meantCodes(codeNormalization, given);
  if (others.length === 0 || (await hasConcept(queries, containerId, code))) return code;
  for (const other of others) if (await hasConcept(queries, containerId, other)) return other;
  return code;
}

/** The concept that a mapping comes from must be there; where a code system knows no codes, it takes all. */
async function resolveFrom(authored: AuthoredSystem, written: WrittenEnd): Promise<ResolvedEnd> {
  const path = ["fromConcept"];
  const { system, ...resolved } = await resolveEnd(authored, written, path);
  if (resolved.faults.length > 0) return resolved;
  const { code } = resolved.end;
  const unknown = fieldInvalid(path, `${FROM_MISSING} There is no concept ${code}.`);
  if (!system) return { ...resolved, faults: [unknown] };
  const known =
    system.content === "NOT_PRESENT" ||
    (await hasConcept(authored.queries, system.containerId, code));
  const end = { system: urlOf(system), code };
  return { ...resolved, end, faults: known ? [] : [unknown] };
}

/** A mapping as it is to be, or why it can't be. */
export async function settleMapping(
  authored: AuthoredSystem,
  read: ReadMapping,
  present: OpenMapping | null,
): Promise<Result<ConceptMappingContent, Failures>> {
  const from = read.from ? await resolveFrom(authored, read.from) : null;
  const target = read.to ?? endOf(present);
  const to = await resolveEnd(authored, target, ["toConcept"]);
  const refused = refusal([...(from?.faults ?? []), ...(read.to ? to.faults : [])]);
  if (refused) return failed(refused);
  const content: ConceptMappingContent = {
    mapType: read.mapType ?? present?.mapType ?? "",
    fromSystem: from?.end.system ?? present?.fromSystem ?? "",
    fromCode: from?.end.code ?? present?.fromCode ?? "",
    toSystem: read.to ? to.end.system : (target.system ?? ""),
    toCode: to.end.code,
    toName: present?.toName ?? null,
    retired: present?.retired ?? false,
    sortWeight: present?.sortWeight ?? null,
    externalId: present?.externalId ?? null,
    extras: present?.extras ?? {},
    ...withoutEnds(read),
  };
  const { queries, system } = authored;
  const own = { containerId: system.containerId, mappingId: present?.mappingId ?? null };
  const siblings = await siblingsOf(queries, own, content, to.urls);
  const mapTypes =
    system.customValidationSchema === null
      ? new Set<string>()
      : ((await listedMapTypes(queries)) ?? new Set(openMrsMapTypes));
  const schema = { schema: system.customValidationSchema, mapTypes };
  const faults = refusal(mappingFaults(content, siblings, schema));
  if (faults) return failed(faults);
  const unweighted = present === null && read.sortWeight === undefined;
  return ok(unweighted ? { ...content, sortWeight: nextWeight(siblings) } : content);
}

function endOf(present: OpenMapping | null): WrittenEnd {
  if (!present) throw new Error("A new mapping has no target");
  return { system: present.toSystem, code: present.toCode };
}

function withoutEnds({ from: _, to: __, ...rest }: ReadMapping) {
  return rest;
}

/** Writes a mapping as one revision of its code system; one that says nothing new is left as it is. */
export async function writeMapping(
  { now }: CommandContext,
  { queries, viewer }: AuthoredSystem,
  written: {
    readonly identity: MappingIdentity;
    readonly content: ConceptMappingContent;
    readonly present: OpenMapping | null;
    readonly kind: string;
    readonly message: string | null;
  },
): Promise<Result<MappingOutcome, Failures>> {
  const { identity, content, present, kind, message } = written;
  const { containerId, uid } = identity;
  if (present && sameMapping(present, content)) return ok({ uid });
  const change = { at: now(), by: signature(viewer), kind, message };
  const revision = await beginRevision(queries, containerId, change);
  await putMapping(queries, identity, content, { revision, present });
  return ok({ uid });
}
