import { encodeOpaque } from "../../../src/kernel/opaque.js";
import { groupAt } from "../content/contentIndex.js";
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

const CROSSWALKS = 20;
const MAPPINGS = 10;
/** Sorts after every crosswalk's number. */
const LAST = 2_147_483_647;

const concept = "{ code display names { name locale nameType } }";
const namesJson = `, 'names', (
  select json_agg(json_build_object('name', item.name ->> 'name', 'locale', item.name ->> 'locale',
    'nameType', item.name ->> 'nameType') order by item.at)
  from jsonb_array_elements(concept.names) with ordinality as item(name, at))`;

interface TermgateCrosswalk {
  readonly identifier: string;
  readonly name: string;
  readonly latestVersion: {
    readonly version: number;
    readonly mappings: { readonly nodes: readonly TermgateMapping[] };
  };
}

interface PeerCrosswalk {
  readonly identifier: string;
  readonly name: string;
  readonly newestVersion: number;
  readonly mappings: { readonly nodes: readonly PeerMapping[] };
}

const order = "orderBy: [SOURCE_SYSTEM_ASC, SOURCE_CODE_ASC, TARGET_SYSTEM_ASC, PRIMARY_KEY_ASC]";

interface PeerCursors {
  readonly allCrosswalks: {
    readonly nodes: readonly {
      readonly mappings: { readonly pageInfo: { readonly endCursor: string } };
    }[];
    readonly pageInfo: { readonly endCursor: string };
  };
}

/** An overview of many crosswalks at once: what a resolver for each thing makes slow. */
export const nestedCrosswalks: ReadWorkload = {
  kind: "READ",
  letter: "d",
  name: "d  20 crosswalks of 10 mappings",
  about:
    "20 crosswalks after a random one, of the newest version of each the 10 mappings after a random " +
    "code, their targets, both concepts and their names",
  draw: (content, random) => {
    const { crosswalks } = content;
    const at = random.between(Math.min(CROSSWALKS, crosswalks.length - 1), crosswalks.length - 1);
    const id = crosswalks[at]?.id ?? LAST;
    const crosswalk = content.crosswalk(random);
    const { sourceSystem, sourceCode, targetSystem } = groupAt(crosswalk, crosswalk.newest, random);
    const key = [sourceSystem, sourceCode, targetSystem];
    return {
      termgate: { after: encodeOpaque([id]), mappingsAfter: encodeOpaque(key) },
      postgraphile: {
        after: { cursor: "crosswalks", values: [id] },
        mappingsAfter: { cursor: "mappings", values: [...key, LAST, ...key] },
      },
      floor: [id, ...key],
    };
  },
  termgate: {
    document: `query Nested($after: String, $mappingsAfter: String) {
      crosswalks(first: ${CROSSWALKS}, after: $after) {
        nodes {
          identifier
          name
          latestVersion {
            version
            mappings(first: ${MAPPINGS}, after: $mappingsAfter) {
              nodes {${termgateMapping(concept)}}
            }
          }
        }
      }
    }`,
    normalised: ({ crosswalks }: { crosswalks: { nodes: readonly TermgateCrosswalk[] } }) =>
      crosswalks.nodes.map(({ identifier, name, latestVersion: { version, mappings } }) => ({
        ...{ identifier, name, version },
        mappings: termgateMappings(mappings.nodes),
      })),
  },
  postgraphile: {
    document: `query Nested($after: Cursor, $mappingsAfter: Cursor) {
      allCrosswalks(first: ${CROSSWALKS}, after: $after, orderBy: PRIMARY_KEY_DESC) {
        nodes {
          identifier
          name
          newestVersion
          mappings(first: ${MAPPINGS}, after: $mappingsAfter, ${order}) {
            nodes {${peerMapping("targets", concept)}}
          }
        }
      }
    }`,
    normalised: ({ allCrosswalks }: { allCrosswalks: { nodes: readonly PeerCrosswalk[] } }) =>
      allCrosswalks.nodes.map(({ identifier, name, newestVersion, mappings }) => ({
        ...{ identifier, name, version: newestVersion },
        mappings: peerMappings(mappings.nodes),
      })),
    cursors: {
      document: `query Cursors($after: Cursor, $mappingsAfter: Cursor) {
        allCrosswalks(first: ${CROSSWALKS}, after: $after, orderBy: PRIMARY_KEY_DESC) {
          nodes {
            mappings(first: ${MAPPINGS}, after: $mappingsAfter, ${order}) {
              pageInfo { endCursor }
            }
          }
          pageInfo { endCursor }
        }
      }`,
      find: {
        crosswalks: ({ allCrosswalks }: PeerCursors) => allCrosswalks.pageInfo.endCursor,
        mappings: ({ allCrosswalks }: PeerCursors) =>
          allCrosswalks.nodes[0]?.mappings.pageInfo.endCursor ?? "",
      },
    },
  },
  floor: {
    sql: `select coalesce(json_agg(json_build_object('identifier', listed.uid, 'name', listed.name,
        'version', listed.ordinal, 'mappings', coalesce(found.mappings, '[]'))
        order by listed.id desc), '[]')::text as json
      from (
        select container.id, container.uid, details.name, version.container_id, version.ordinal,
          version.revision
        from crosswalk
        join container on container.id = crosswalk.container_id
        join version on version.container_id = container.id
          and version.ordinal = container.newest_version
        join crosswalk_version details on details.container_id = container.id
          and details.ordinal = container.newest_version
        where crosswalk.container_id < $1 and crosswalk.archived_at is null
          and crosswalk.organization_id = (select id from organization where name = 'Bench')
        order by crosswalk.container_id desc limit ${CROSSWALKS}
      ) listed
      cross join lateral (
        select json_agg(page.mapping order by page.at) as mappings
        from (select listed.container_id, listed.revision) version
        cross join lateral (
          select held.at, ${mappingJson(namesJson)} as mapping
          from (
            select source_system, source_code, target_system, row_number() over (
              order by source_system, source_code, target_system) as at
            from crosswalk_group
            where crosswalk_group.container_id = version.container_id
              and from_revision <= version.revision and to_revision > version.revision
              and (source_system, source_code, target_system) > ($2, $3, $4)
            order by source_system, source_code, target_system limit ${MAPPINGS}
          ) held
        ) page
      ) found`,
  },
};
