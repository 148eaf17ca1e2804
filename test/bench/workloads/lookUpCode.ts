import type { CustomAttribute } from "../../../src/rules/crosswalks/content.js";
import { groupAt } from "../content/contentIndex.js";
import type { ReadWorkload } from "./workload.js";

interface Target {
  readonly targetCode: string;
  readonly relationship: string | null;
}

interface TermgateAnswer {
  readonly crosswalk: {
    readonly atVersion: {
      readonly mapping: readonly {
        readonly targetCodeSystem: string;
        readonly targets: readonly (Target & { customAttributes: readonly CustomAttribute[] })[];
      }[];
    };
  };
}

interface PeerAnswer {
  readonly targetsAtList: readonly (Target & {
    readonly targetSystem: string;
    readonly attributes: readonly CustomAttribute[];
  })[];
}

/** One code's targets in one version of a crosswalk: the question that a gateway is there for. */
export const lookUpCode: ReadWorkload = {
  kind: "READ",
  letter: "a",
  name: "a  targets of a code at a version",
  about: "One code's targets, with relationship and attributes, in a random version of a crosswalk",
  draw: (content, random) => {
    const crosswalk = content.crosswalk(random);
    const version = random.between(1, crosswalk.newest);
    const { sourceSystem, sourceCode } = groupAt(crosswalk, version, random);
    const { identifier } = crosswalk;
    const variables = { identifier, version, sourceSystem, sourceCode };
    return {
      termgate: variables,
      postgraphile: variables,
      floor: [identifier, version, sourceSystem, sourceCode],
    };
  },
  termgate: {
    document: `query LookUpCode(
      $identifier: UUID!, $version: Int!, $sourceSystem: String!, $sourceCode: String!
    ) {
      crosswalk(identifier: $identifier) {
        atVersion(version: $version) {
          mapping(sourceCodeSystem: $sourceSystem, sourceCode: $sourceCode) {
            targetCodeSystem
            targets { targetCode relationship customAttributes { key value } }
          }
        }
      }
    }`,
    normalised: ({ crosswalk }: TermgateAnswer) =>
      crosswalk.atVersion.mapping.flatMap(({ targetCodeSystem: system, targets }) =>
        targets.map(({ targetCode: code, relationship, customAttributes: attributes }) => ({
          ...{ system, code, relationship, attributes },
        })),
      ),
  },
  postgraphile: {
    document: `query LookUpCode(
      $identifier: UUID!, $version: Int!, $sourceSystem: String!, $sourceCode: String!
    ) {
      targetsAtList(
        crosswalk: $identifier, version: $version,
        sourceSystem: $sourceSystem, sourceCode: $sourceCode
      ) { targetSystem targetCode relationship attributes }
    }`,
    normalised: ({ targetsAtList }: PeerAnswer) =>
      targetsAtList.map(({ targetSystem: system, targetCode: code, relationship, attributes }) => ({
        ...{ system, code, relationship, attributes },
      })),
  },
  floor: {
    sql: `select coalesce(json_agg(json_build_object('system', pair.target_system,
        'code', pair.target_code, 'relationship', pair.relationship,
        'attributes', pair.attributes) order by pair.target_system, pair.target_code), '[]')::text
        as json
      from container
      join version on version.container_id = container.id and version.ordinal = $2
      cross join lateral (
        select target_system, target_code, relationship, attributes from crosswalk_pair
        where crosswalk_pair.container_id = container.id and source_system = $3
          and source_code = $4 and target_code > '' and from_revision <= version.revision
          and to_revision > version.revision
        offset 0
      ) pair
      where container.uid = $1`,
  },
};
