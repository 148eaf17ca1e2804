import type { Viewer } from "../rules/access/viewer.js";
import { licenceQueries } from "./access/licences.js";
import { accessLoaders } from "./access/loaders.js";
import { memberQueries } from "./access/members.js";
import { accessQueries } from "./access/queries.js";
import { cascadeQueries } from "./cascades/cascade.js";
import { conceptChangeQueries } from "./codeSystems/changes.js";
import { conceptQueries } from "./codeSystems/concepts.js";
import { conceptVersionQueries } from "./codeSystems/conceptVersions.js";
import { hierarchyQueries } from "./codeSystems/hierarchy.js";
import { codeSystemLoaders } from "./codeSystems/loaders.js";
import { codeSystemQueries } from "./codeSystems/queries.js";
import { conceptSearchQueries } from "./codeSystems/search.js";
import { searchedSystemQueries } from "./codeSystems/searchSystems.js";
import { systemsByUrlQueries } from "./codeSystems/urls.js";
import { vocabularyQueries } from "./codeSystems/vocabulary.js";
import { collectionAheadQueries } from "./collections/ahead.js";
import { membershipChangeQueries } from "./collections/changes.js";
import { holderQueries } from "./collections/holders.js";
import type { KeptMembers } from "./collections/keptMembers.js";
import { collectionLoaders } from "./collections/loaders.js";
import { memberLoaders } from "./collections/memberLoaders.js";
import { memberMappingQueries } from "./collections/memberMappings.js";
import { collectionMemberQueries } from "./collections/members.js";
import { pinQueries } from "./collections/pins.js";
import { collectionQueries } from "./collections/queries.js";
import { referenceQueries } from "./collections/references.js";
import { rememberedPins } from "./collections/rememberedPins.js";
import { resolvedVersionQueries } from "./collections/resolvedVersions.js";
import { collectionListQueries } from "./collections/search.js";
import { conceptMappingLoaders } from "./conceptMappings/loaders.js";
import { conceptMappingQueries } from "./conceptMappings/mappings.js";
import { mappingsOfConceptsQueries } from "./conceptMappings/ofConcepts.js";
import { aheadQueries } from "./crosswalks/ahead.js";
import { filteredMappingQueries } from "./crosswalks/filteredMappings.js";
import { crosswalkHistoryQueries } from "./crosswalks/history.js";
import { crosswalkLoaders } from "./crosswalks/loaders.js";
import { mappingQueries } from "./crosswalks/mappings.js";
import { crosswalkQueries } from "./crosswalks/queries.js";
import { translatedCodeQueries } from "./crosswalks/translatedCodes.js";
import { translationQueries } from "./crosswalks/translations.js";
import type { Queries } from "./database.js";
import { expandedMembers } from "./expansions/expandedMembers.js";
import { jobLoaders } from "./jobs/loaders.js";
import { processingQueries } from "./jobs/processing.js";
import { jobQueries } from "./jobs/queries.js";
import { revisionQueries } from "./ledger/queries.js";
import { repositoryLoaders } from "./repositories/loaders.js";
import { repositoryVersionQueries } from "./repositories/versions.js";

/**
 * Every read of the product, its statements prepared once per server.
 * @param kept the members of collections that outlive a server; null: none do
 */
export function openStore(reads: Queries, kept: KeptMembers | null = null) {
  const collectionMembers = expandedMembers(reads, collectionMemberQueries(reads, kept));
  const concepts = conceptQueries(reads);
  const systemsByUrl = systemsByUrlQueries(reads);
  return {
    access: accessQueries(reads),
    cascades: cascadeQueries(reads, { members: collectionMembers, concepts, systemsByUrl }),
    collectionMembers,
    codeSystems: codeSystemQueries(reads),
    collectionLists: collectionListQueries(reads),
    collections: collectionQueries(reads),
    collectionsAhead: collectionAheadQueries(reads),
    conceptChanges: conceptChangeQueries(reads),
    conceptMappings: conceptMappingQueries(reads),
    concepts,
    conceptVersions: conceptVersionQueries(reads),
    conceptSearch: conceptSearchQueries(reads, collectionMembers),
    crosswalkHistory: crosswalkHistoryQueries(reads),
    crosswalks: crosswalkQueries(reads),
    crosswalksAhead: aheadQueries(reads),
    licences: licenceQueries(reads),
    members: memberQueries(reads),
    filteredMappings: filteredMappingQueries(reads),
    collectionHolders: holderQueries(reads, collectionMembers),
    hierarchy: hierarchyQueries(reads),
    jobs: jobQueries(reads),
    mappings: mappingQueries(reads),
    mappingsOfConcepts: mappingsOfConceptsQueries(reads),
    memberMappings: memberMappingQueries(reads, collectionMembers),
    membershipChanges: membershipChangeQueries(reads, collectionMembers),
    pins: rememberedPins(pinQueries(reads)),
    processing: processingQueries(reads),
    references: referenceQueries(reads),
    repositoryVersions: repositoryVersionQueries(reads),
    resolvedVersions: resolvedVersionQueries(reads),
    revisions: revisionQueries(reads),
    searchedSystems: searchedSystemQueries(reads),
    systemsByUrl,
    translatedCodes: translatedCodeQueries(reads),
    translations: translationQueries(reads),
    vocabulary: vocabularyQueries(reads),
  };
}

export type Store = ReturnType<typeof openStore>;

/**
 * What one request loads, each thing once. Made anew after a write, which makes it stale. The loaders of a
 * domain are made when the first is asked for: most requests stay in one or two.
 */
export class Loaders {
  readonly #store: Store;
  readonly #viewer: Viewer;
  #access?: ReturnType<typeof accessLoaders>;
  #codeSystems?: ReturnType<typeof codeSystemLoaders>;
  #collections?: ReturnType<typeof collectionLoaders>;
  #collectionMembers?: ReturnType<typeof memberLoaders>;
  #conceptMappings?: ReturnType<typeof conceptMappingLoaders>;
  #crosswalks?: ReturnType<typeof crosswalkLoaders>;
  #jobs?: ReturnType<typeof jobLoaders>;
  #repositories?: ReturnType<typeof repositoryLoaders>;

  constructor(store: Store, viewer: Viewer) {
    this.#store = store;
    this.#viewer = viewer;
  }

  get access() {
    this.#access ??= accessLoaders(this.#store, this.#viewer);
    return this.#access;
  }

  get codeSystems() {
    this.#codeSystems ??= codeSystemLoaders(this.#store, this.#viewer);
    return this.#codeSystems;
  }

  get collections() {
    this.#collections ??= collectionLoaders(this.#store, this.#viewer);
    return this.#collections;
  }

  get collectionMembers() {
    this.#collectionMembers ??= memberLoaders(this.#store, this.#viewer);
    return this.#collectionMembers;
  }

  get conceptMappings() {
    this.#conceptMappings ??= conceptMappingLoaders(this.#store, this.#viewer);
    return this.#conceptMappings;
  }

  get crosswalks() {
    this.#crosswalks ??= crosswalkLoaders(this.#store, this.#viewer, this.codeSystems);
    return this.#crosswalks;
  }

  get jobs() {
    this.#jobs ??= jobLoaders(this.#store, this.#viewer);
    return this.#jobs;
  }

  get repositories() {
    this.#repositories ??= repositoryLoaders(this.#store, this.#viewer);
    return this.#repositories;
  }
}
