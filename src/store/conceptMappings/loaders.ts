import type { Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { Snapshot } from "../codeSystems/concepts.js";
import type { Store } from "../store.js";
import type { MappingVersionKey } from "./mappings.js";
import type { MappedConcept, MappingsOfConcept } from "./ofConcepts.js";
import type { ConceptMappingListing } from "./rows.js";

interface MappingsKey {
  readonly at: Snapshot;
  readonly listing: ConceptMappingListing;
  readonly window: Window;
}

interface OfConceptKey extends MappingsOfConcept {
  readonly concept: MappedConcept;
  readonly window: Window;
}

const atText = ({ containerId, revision }: Snapshot) => `${containerId}@${revision}`;
const conceptText = (key: MappedConcept) => `${atText(key)} ${key.code}`;
const versionText = ({ uid, version }: MappingVersionKey) => `${uid} ${version}`;
const shapeOfMappings = ({ listing, window }: MappingsKey) => JSON.stringify([listing, window]);
const shapeOfConcepts = ({ side, listing, window }: OfConceptKey) =>
  JSON.stringify([side, listing, window]);
const shapeOfCount = ({ side, listing }: MappingsOfConcept) => JSON.stringify([side, listing]);

/** Loaders of one request over concept mappings. */
export function conceptMappingLoaders(store: Store, viewer: Viewer) {
  const { conceptMappings, mappingsOfConcepts } = store;
  return {
    mappings: listLoaderOf(
      (key: MappingsKey) => `${atText(key.at)} ${shapeOfMappings(key)}`,
      shapeOfMappings,
      (keys) => conceptMappings.lists(viewer, ...separated(keys, ({ at }) => at)),
    ),
    mappingCount: listLoaderOf(
      ({ at, listing }: Omit<MappingsKey, "window">) => `${atText(at)} ${JSON.stringify(listing)}`,
      ({ listing }) => JSON.stringify(listing),
      (keys) => {
        const [of, { listing }] = separated(keys, ({ at }) => at);
        return conceptMappings.counts(viewer, of, listing);
      },
    ),
    ofConcept: listLoaderOf(
      (key: OfConceptKey) => `${conceptText(key.concept)} ${shapeOfConcepts(key)}`,
      shapeOfConcepts,
      (keys) => mappingsOfConcepts.lists(viewer, ...separated(keys, ({ concept }) => concept)),
    ),
    countOfConcept: listLoaderOf(
      (key: Omit<OfConceptKey, "window">) => `${conceptText(key.concept)} ${shapeOfCount(key)}`,
      shapeOfCount,
      (keys) => mappingsOfConcepts.counts(viewer, ...separated(keys, ({ concept }) => concept)),
    ),
    activeCounts: listLoaderOf(
      atText,
      () => "",
      (keys: readonly Snapshot[]) => conceptMappings.activeCounts(viewer, keys),
    ),
    version: loaderOf(
      versionText,
      (keys: readonly MappingVersionKey[]) => conceptMappings.versions(viewer, keys),
      versionText,
    ),
    /** By uuid, as it stands at HEAD. */
    newest: loaderOf(
      (uid: string) => uid,
      (uids) => conceptMappings.newest(viewer, uids),
      ({ uid }) => uid,
    ),
  };
}
