import { encodeOpaque } from "../../../src/kernel/opaque.js";
import { type CrosswalkEntry, groupAt } from "../content/contentIndex.js";
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

interface Page<Mapping> {
  readonly nodes: readonly Mapping[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

type TermgateVersion = { readonly mappings: Page<TermgateMapping> };

const drawAt = (crosswalk: CrosswalkEntry, version: number, random: Random) => {
  const group = groupAt(crosswalk, version, random);
  const { sourceSystem, sourceCode, targetSystem } = group;
  const key = [sourceSystem, sourceCode, targetSystem];
  const common = { identifier: crosswalk.identifier, version };
  return {
    group,
    key,
    termgate: { ...common, after: encodeOpaque(key) },
    floor: [crosswalk.identifier, version, ...key],
  };
};

const termgateNormalised = (version: TermgateVersion) => ({
  mappings: termgateMappings(version.mappings.nodes),
  more: version.mappings.pageInfo.hasNextPage,
});

const peerNormalised = ({ nodes, pageInfo }: Page<PeerMapping>) => ({
  mappings: peerMappings(nodes),
  more: pageInfo.hasNextPage,
});

const floor = {
  sql: `select json_build_object(
      'mappings', coalesce(json_agg(page.mapping order by page.at) filter (where page.at <= 10), '[]'),
      'more', count(*) > 10)::text as json
    from container
    join version on version.container_id = container.id and version.ordinal = $2
    cross join lateral (
      select held.at, case when held.at <= 10 then ${mappingJson()} end as mapping
      from (
        select source_system, source_code, target_system, row_number() over (
          order by source_system, source_code, target_system) as at
        from crosswalk_group
        where crosswalk_group.container_id = container.id
          and from_revision <= version.revision and to_revision > version.revision
          and (source_system, source_code, target_system) > ($3, $4, $5)
        order by source_system, source_code, target_system limit 11
      ) held
    ) page
    where container.uid = $1`,
};

type PeerNewest = { readonly crosswalkByIdentifier: { readonly mappings: Page<PeerMapping> } };
const peerNewestPage = `query NewestPage($identifier: UUID!, $after: Cursor) {
  crosswalkByIdentifier(identifier: $identifier) {
    mappings(first: 10, after: $after, orderBy: PRIMARY_KEY_ASC) {
      nodes {${peerMapping("targets")}}
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/** Ten mappings after a random one, in what is newest. */
export const newestPageByCursor: ReadWorkload = {
  kind: "READ",
  letter: "c",
  name: "c1 page after a cursor, newest",
  about: "10 mappings with both concepts after a random one, in the newest version",
  draw: (content, random) => {
    const crosswalk = content.crosswalk(random);
    const { key, termgate, floor } = drawAt(crosswalk, crosswalk.newest, random);
    const { identifier, after } = termgate;
    const peerAfter = { cursor: "mappings", values: [crosswalk.id, ...key] };
    return {
      termgate: { identifier, after },
      postgraphile: { identifier, after: peerAfter },
      floor,
    };
  },
  termgate: {
    document: `query NewestPage($identifier: UUID!, $after: String) {
      crosswalk(identifier: $identifier) {
        latestVersion {
          mappings(first: 10, after: $after) {
            nodes {${termgateMapping()}}
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }`,
    normalised: ({ crosswalk }: { crosswalk: { latestVersion: TermgateVersion } }) =>
      termgateNormalised(crosswalk.latestVersion),
  },
  postgraphile: {
    document: peerNewestPage,
    normalised: ({ crosswalkByIdentifier }: PeerNewest) =>
      peerNormalised(crosswalkByIdentifier.mappings),
    cursors: {
      document: peerNewestPage,
      find: {
        mappings: ({ crosswalkByIdentifier }: PeerNewest) =>
          crosswalkByIdentifier.mappings.pageInfo.endCursor,
      },
    },
  },
  floor,
};

type PeerOld = { readonly mappingsAt: Page<PeerMapping> };
const peerOldPage = `query OldPage($identifier: UUID!, $version: Int!, $after: Cursor) {
  mappingsAt(
    crosswalk: $identifier, version: $version, first: 10, after: $after,
    orderBy: PRIMARY_KEY_ASC
  ) {
    nodes {${peerMapping("targetsList(version: $version)")}}
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The same in a version of long ago. */
export const oldPageByCursor: ReadWorkload = {
  kind: "READ",
  letter: "c",
  name: "c2 page after a cursor, old",
  about: "10 mappings with both concepts after a random one, in a random older version",
  draw: (content, random) => {
    const crosswalk = content.editedCrosswalk(random);
    const version = random.between(1, crosswalk.newest - 1);
    const { group, key, termgate, floor } = drawAt(crosswalk, version, random);
    const after = { cursor: "mappings", values: [crosswalk.id, ...key, group.from] };
    return { termgate, postgraphile: { ...termgate, after }, floor };
  },
  termgate: {
    document: `query OldPage($identifier: UUID!, $version: Int!, $after: String) {
      crosswalk(identifier: $identifier) {
        atVersion(version: $version) {
          mappings(first: 10, after: $after) {
            nodes {${termgateMapping()}}
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }`,
    normalised: ({ crosswalk }: { crosswalk: { atVersion: TermgateVersion } }) =>
      termgateNormalised(crosswalk.atVersion),
  },
  postgraphile: {
    document: peerOldPage,
    normalised: ({ mappingsAt }: PeerOld) => peerNormalised(mappingsAt),
    cursors: {
      document: peerOldPage,
      find: { mappings: ({ mappingsAt }: PeerOld) => mappingsAt.pageInfo.endCursor },
    },
  },
  floor,
};
