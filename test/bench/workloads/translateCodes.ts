import { codeOf, sourceSystem } from "../content/concepts.js";
import { type ContentIndex, groupAt } from "../content/contentIndex.js";
import type { Random } from "../content/random.js";
import type { ReadWorkload } from "./workload.js";

const CODES = 1000;
/** Of so many codes one is any code at all, mapped or not. */
const ANY_CODE = 50;

interface Target {
  readonly targetCode: string;
  readonly relationship: string | null;
}

interface TermgateAnswer {
  readonly translate: readonly {
    readonly coding: { readonly code: string };
    readonly matches: readonly (Target & { readonly targetCodeSystem: string })[];
  }[];
}

interface PeerAnswer {
  readonly translateAtList: readonly (Target & {
    readonly sourceCode: string;
    readonly targetSystem: string;
  })[];
}

interface FloorAnswer {
  readonly code: string;
  readonly matches: readonly {
    readonly system: string;
    readonly code: string;
    readonly relationship: string | null;
  }[];
}

type Pair = readonly [source: string, system: string, target: string, relationship: string | null];

/** The same list, whatever the order in which a server tells it. */
const inOrder = (pairs: readonly Pair[]) => pairs.map((pair) => JSON.stringify(pair)).sort();

function drawCodes({ largest, sourceCodes }: ContentIndex, version: number, random: Random) {
  const codes = new Set<string>();
  while (codes.size < Math.min(CODES, sourceCodes)) {
    const any = random.below(ANY_CODE) === 0;
    codes.add(
      any
        ? codeOf(sourceSystem, random.below(sourceCodes))
        : groupAt(largest, version, random).sourceCode,
    );
  }
  return [...codes];
}

/** A whole list of codes at once, as whoever converts a file asks. */
export const translateCodes: ReadWorkload = {
  kind: "READ",
  letter: "b",
  name: "b  1,000 codes translated",
  about: `The targets of ${CODES} codes, with relationships, in a random version of the largest crosswalk`,
  mostRequests: 4000,
  draw: (content, random) => {
    const { identifier, newest } = content.largest;
    const version = random.between(1, newest);
    const codes = drawCodes(content, version, random);
    const system = sourceSystem.slug;
    return {
      termgate: { identifier, version, codings: codes.map((code) => ({ system, code })) },
      postgraphile: { identifier, version, system, codes },
      floor: [identifier, version, system, codes.join()],
    };
  },
  termgate: {
    document: `query Translate($identifier: UUID!, $version: Int!, $codings: [CodingInput!]!) {
      translate(input: { crosswalk: $identifier, version: $version, codings: $codings }) {
        coding { code }
        matches { targetCodeSystem targetCode relationship }
      }
    }`,
    normalised: ({ translate }: TermgateAnswer) =>
      inOrder(
        translate.flatMap(({ coding, matches }) =>
          matches.map(({ targetCodeSystem, targetCode, relationship }): Pair => {
            return [coding.code, targetCodeSystem, targetCode, relationship];
          }),
        ),
      ),
  },
  postgraphile: {
    document: `query Translate(
      $identifier: UUID!, $version: Int!, $system: String!, $codes: [String!]!
    ) {
      translateAtList(
        crosswalk: $identifier, version: $version, sourceSystem: $system, sourceCodes: $codes
      ) { sourceCode targetSystem targetCode relationship }
    }`,
    normalised: ({ translateAtList }: PeerAnswer) =>
      inOrder(
        translateAtList.map(({ sourceCode, targetSystem, targetCode, relationship }): Pair => {
          return [sourceCode, targetSystem, targetCode, relationship];
        }),
      ),
  },
  floor: {
    sql: `select coalesce(json_agg(json_build_object('code', asked.code, 'matches', found.matches)
        order by asked.at), '[]')::text as json
      from container
      join version on version.container_id = container.id and version.ordinal = $2
      cross join string_to_table($4::text, ',') with ordinality as asked(code, at)
      cross join lateral (
        select coalesce(json_agg(json_build_object('system', pair.target_system,
          'code', pair.target_code, 'relationship', pair.relationship)
          order by pair.target_code, pair.target_system), '[]') as matches
        from (
          select target_system, target_code, relationship from crosswalk_pair
          where crosswalk_pair.container_id = container.id and source_system = $3
            and source_code = asked.code and target_code > ''
            and from_revision <= version.revision and to_revision > version.revision
            and relationship is distinct from 'NOT_RELATED_TO'
          offset 0
        ) pair
      ) found
      where container.uid = $1`,
    normalised: (answer: readonly FloorAnswer[]) =>
      inOrder(
        answer.flatMap(({ code: source, matches }) =>
          matches.map(({ system, code, relationship }): Pair => {
            return [source, system, code, relationship];
          }),
        ),
      ),
  },
};
