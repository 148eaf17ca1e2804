import type { Viewer } from "../../rules/access/viewer.js";
import type { SetVersion } from "../../rules/collections/forms/setContent.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { repositoryUri } from "../../rules/crosswalks/forms/ownUris.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import {
  type ExportedReference,
  exportedConcepts,
  exportedMappings,
  exportedReferences,
  labelsOfPins,
  type NamedInFiles,
  namesInFiles,
} from "../../store/collections/export.js";
import type { MemberKeys } from "../../store/collections/gathered.js";
import {
  type ChosenMembers,
  chosenCount,
  keyArrays,
} from "../../store/collections/givenMembers.js";
import { detailsAt } from "../../store/collections/importTarget.js";
import { collectionMemberQueries } from "../../store/collections/members.js";
import { type MemberState, pinQueries } from "../../store/collections/pins.js";
import type { CollectionRow, CollectionSnapshot } from "../../store/collections/queries.js";
import type { Database, Queries } from "../../store/database.js";
import type { CollectionContent, Member, MemberSystem } from "./collectionContent.js";

/** A version of a collection, HEAD, or HEAD as it was, that is to be written down. */
export interface CollectionSource extends CollectionSnapshot {
  readonly collection: CollectionRow;
  /** Of a named version; null: HEAD. */
  readonly ordinal: number | null;
  /** Of a named version; null: HEAD. */
  readonly version: SetVersion | null;
  /** The moment at which HEAD is looked at; null: now, or a named version. */
  readonly at: Date | null;
  /** When it was as it is written. */
  readonly moment: Date;
}

interface Reader {
  readonly viewer: Viewer;
  readonly losses: Losses;
}

/** All of a version that can be written down. Members that the viewer may not read are told as losses. */
export async function collectionSource(
  database: Database,
  of: CollectionSource,
  { viewer, losses }: Reader,
): Promise<CollectionContent> {
  const queries = database.reads;
  const { collection, version, moment } = of;
  const state = await stateOf(queries, of);
  const members = collectionMemberQueries(queries);
  const [concepts] = await members.concepts([state]);
  const [mappings] = await members.mappings([state]);
  if (!concepts || !mappings) throw new Error("A collection was not gathered");
  const names = await namesInFiles(queries, viewer);
  const byId = new Map(names.map((one) => [one.id, one]));
  const shown = readable(concepts, byId, losses);
  const shownMappings = readable(mappings, byId, losses);
  const labels = await labelsOfPins(queries, state.pins);
  const systemOf = (id: number): MemberSystem => ({
    uri: uriOf(byId.get(id)),
    url: byId.get(id)?.url ?? "",
    version: labels.get(id) ?? null,
  });
  const canonical = new Map(names.map((one) => [one.url, one.canonicalUrl]));
  const name = repositoryNameOf(collection, "COLLECTION");
  return {
    uid: collection.uid,
    url: repositoryUrl(name),
    shortCode: collection.shortCode,
    owner: `/${name.owner.kind === "USER" ? "users" : "orgs"}/${name.owner.name}/`,
    details: await detailsAt(queries, of),
    version,
    moment,
    total: chosenCount(shown),
    mappingTotal: chosenCount(shownMappings),
    urlOf: (id) => byId.get(id)?.url ?? "",
    canonicalOf: (named) => canonical.get(namedRepositoryText({ ...named, version: null })) ?? null,
    references: () => exportedReferences(queries, of),
    members: () => withSystems(exportedConcepts(queries, shown), systemOf),
    mappings: () => exportedMappings(queries, shownMappings),
    delivered: async ({ id }: ExportedReference) => {
      const [found] = await members.concepts([{ ...state, reference: id }]);
      return found ? bySystem(readable(found, byId, null), systemOf) : [];
    },
  };
}

async function stateOf(
  queries: Queries,
  { containerId, revision, ordinal, at }: CollectionSource,
): Promise<MemberState> {
  const pins = pinQueries(queries);
  const [found = []] =
    ordinal === null
      ? await pins.ofHeads([{ containerId, revision }], at)
      : await pins.ofVersions([{ containerId, ordinal }]);
  return { containerId, revision, pins: found };
}

function uriOf(named: NamedInFiles | undefined): string {
  return named?.canonicalUrl ?? repositoryUri(named?.url ?? "");
}

/** Members of what the viewer may read. @param losses told of the others; null: they were told */
function readable(
  members: MemberKeys,
  names: ReadonlyMap<number, NamedInFiles>,
  losses: Losses | null,
): ChosenMembers {
  const message = "Members of code systems that are not to be read, or need a licence, stay out.";
  const places: number[] = [];
  for (const [place, id] of members.ids.entries()) {
    if (names.get(id)?.readable) places.push(place);
    else losses?.add("LEFT_OUT", "members", message);
  }
  return { members, places };
}

async function* withSystems(
  batches: AsyncIterable<readonly Omit<Member, "system">[]>,
  systemOf: (id: number) => MemberSystem,
): AsyncGenerator<readonly Member[]> {
  for await (const batch of batches) {
    yield batch.map((one) => ({ ...one, system: systemOf(one.containerId) }));
  }
}

function bySystem(members: ChosenMembers, systemOf: (id: number) => MemberSystem) {
  const { ids, codes } = keyArrays(members);
  return [...new Set(ids)].map((id) => ({
    system: systemOf(id),
    codes: codes.filter((_, at) => ids[at] === id),
  }));
}
