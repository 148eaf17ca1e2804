import type { CrosswalkEntry } from "../content/contentIndex.js";
import type { Random } from "../content/random.js";
import {
  mappingJson,
  type PeerMapping,
  peerMapping,
  peerMappings,
  type TermgateMapping,
  termgateMapping,
  termgateMappings,
} from "./mappingParts.js";
import type { ReadWorkload } from "./workload.js";

const SIZE = 10;

interface Page<Mapping> {
  readonly mappings: { readonly nodes: readonly Mapping[] };
}

const drawAt = ({ identifier, mappingCounts }: CrosswalkEntry, version: number, random: Random) => {
  const pages = Math.ceil((mappingCounts[version - 1] ?? 0) / SIZE);
  const page = random.between(1, Math.max(1, pages));
  const skip = (page - 1) * SIZE;
  return {
    termgate: { identifier, version, page },
    postgraphile: { identifier, version, skip },
    floor: [identifier, version, skip],
  };
};

/** By the buckets, as the product does it: whatever the page, so many rows are skipped at most. */
const floor = {
  sql: `select coalesce(json_agg(page.mapping order by page.at), '[]')::text as json
    from container
    join version on version.container_id = container.id and version.ordinal = $2
    cross join lateral (
      select bucket.* from (
        select source_system, source_code, target_system, sum(group_count) over (
          order by source_system, source_code, target_system) - group_count as before
        from crosswalk_bucket
        where crosswalk_bucket.container_id = container.id
          and from_revision <= version.revision and to_revision > version.revision
      ) bucket
      where bucket.before <= $3::int order by bucket.before desc limit 1
    ) start
    cross join lateral (
      select held.at, ${mappingJson()} as mapping
      from (
        select source_system, source_code, target_system, row_number() over (
          order by source_system, source_code, target_system) as at
        from crosswalk_group
        where crosswalk_group.container_id = container.id
          and from_revision <= version.revision and to_revision > version.revision
          and (source_system, source_code, target_system)
            >= (start.source_system, start.source_code, start.target_system)
        order by source_system, source_code, target_system
        limit ${SIZE} offset $3::int - start.before
      ) held
    ) page
    where container.uid = $1`,
};

/** A random page of ten mappings, in what is newest. */
export const newestPageByNumber: ReadWorkload = {
  kind: "READ",
  letter: "c",
  name: "c3 page by number, newest",
  about: "A random page of 10 mappings with both concepts, in the newest version",
  draw: (content, random) => {
    const crosswalk = content.crosswalk(random);
    const { termgate, postgraphile, floor } = drawAt(crosswalk, crosswalk.newest, random);
    const { identifier, page } = termgate;
    const { skip } = postgraphile;
    return { termgate: { identifier, page }, postgraphile: { identifier, skip }, floor };
  },
  termgate: {
    document: `query NewestPage($identifier: UUID!, $page: Int!) {
      crosswalk(identifier: $identifier) {
        latestVersion {
          mappings(pageNumber: $page, pageSize: ${SIZE}) { nodes {${termgateMapping()}} }
        }
      }
    }`,
    normalised: ({ crosswalk }: { crosswalk: { latestVersion: Page<TermgateMapping> } }) =>
      termgateMappings(crosswalk.latestVersion.mappings.nodes),
  },
  postgraphile: {
    document: `query NewestPage($identifier: UUID!, $skip: Int!) {
      mappingPage(crosswalk: $identifier, skip: $skip, take: ${SIZE}) {
        nodes {${peerMapping("targets")}}
      }
    }`,
    normalised: ({ mappingPage }: { mappingPage: Page<PeerMapping>["mappings"] }) =>
      peerMappings(mappingPage.nodes),
  },
  floor,
};

/** The same in a version of long ago. */
export const oldPageByNumber: ReadWorkload = {
  kind: "READ",
  letter: "c",
  name: "c4 page by number, old",
  about: "A random page of 10 mappings with both concepts, in a random older version",
  draw: (content, random) => {
    const crosswalk = content.editedCrosswalk(random);
    return drawAt(crosswalk, random.between(1, crosswalk.newest - 1), random);
  },
  termgate: {
    document: `query OldPage($identifier: UUID!, $version: Int!, $page: Int!) {
      crosswalk(identifier: $identifier) {
        atVersion(version: $version) {
          mappings(pageNumber: $page, pageSize: ${SIZE}) { nodes {${termgateMapping()}} }
        }
      }
    }`,
    normalised: ({ crosswalk }: { crosswalk: { atVersion: Page<TermgateMapping> } }) =>
      termgateMappings(crosswalk.atVersion.mappings.nodes),
  },
  postgraphile: {
    document: `query OldPage($identifier: UUID!, $version: Int!, $skip: Int!) {
      mappingPageAt(crosswalk: $identifier, version: $version, skip: $skip, take: ${SIZE}) {
        nodes {${peerMapping("targetsList(version: $version)")}}
      }
    }`,
    normalised: ({ mappingPageAt }: { mappingPageAt: Page<PeerMapping>["mappings"] }) =>
      peerMappings(mappingPageAt.nodes),
  },
  floor,
};
