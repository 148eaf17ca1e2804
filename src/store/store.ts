import type { Viewer } from "../rules/access/viewer.js";
import { licenceQueries } from "./access/licences.js";
import { accessLoaders } from "./access/loaders.js";
import { memberQueries } from "./access/members.js";
import { accessQueries } from "./access/queries.js";
import { conceptQueries } from "./codeSystems/concepts.js";
import { codeSystemLoaders } from "./codeSystems/loaders.js";
import { codeSystemQueries } from "./codeSystems/queries.js";
import { aheadQueries } from "./crosswalks/ahead.js";
import { filteredMappingQueries } from "./crosswalks/filteredMappings.js";
import { crosswalkHistoryQueries } from "./crosswalks/history.js";
import { crosswalkLoaders } from "./crosswalks/loaders.js";
import { mappingQueries } from "./crosswalks/mappings.js";
import { crosswalkQueries } from "./crosswalks/queries.js";
import { translationQueries } from "./crosswalks/translations.js";
import type { Queries } from "./database.js";
import { jobLoaders } from "./jobs/loaders.js";
import { jobQueries } from "./jobs/queries.js";
import { revisionQueries } from "./ledger/queries.js";
import { repositoryVersionQueries } from "./repositories/versions.js";

/** Every read of the product, its statements prepared once per server. */
export function openStore(reads: Queries) {
  return {
    access: accessQueries(reads),
    codeSystems: codeSystemQueries(reads),
    concepts: conceptQueries(reads),
    crosswalkHistory: crosswalkHistoryQueries(reads),
    crosswalks: crosswalkQueries(reads),
    crosswalksAhead: aheadQueries(reads),
    licences: licenceQueries(reads),
    members: memberQueries(reads),
    filteredMappings: filteredMappingQueries(reads),
    jobs: jobQueries(reads),
    mappings: mappingQueries(reads),
    repositoryVersions: repositoryVersionQueries(reads),
    revisions: revisionQueries(reads),
    translations: translationQueries(reads),
  };
}

export type Store = ReturnType<typeof openStore>;

/** What one request loads, each thing once. Made anew after a write, which makes it stale. */
export function openLoaders(store: Store, viewer: Viewer) {
  const codeSystems = codeSystemLoaders(store, viewer);
  return {
    access: accessLoaders(store, viewer),
    codeSystems,
    crosswalks: crosswalkLoaders(store, viewer, codeSystems),
    jobs: jobLoaders(store, viewer),
  };
}

export type Loaders = ReturnType<typeof openLoaders>;
