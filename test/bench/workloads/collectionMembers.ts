import { encodeOpaque } from "../../../src/kernel/opaque.js";
import { codeOf, sourceSystem } from "../content/concepts.js";
import type { CollectionEntry, ContentIndex } from "../content/contentIndex.js";
import { SOURCE_URL } from "../content/load.js";
import type { Random } from "../content/random.js";
import { conceptJson } from "./mappingParts.js";
import type { ReadWorkload } from "./workload.js";

const SOURCE = `'${sourceSystem.slug}'`;
const MEMBERS = 100;
const ASKED = 100;
/** More than a concept has. */
const MAPPINGS = 10;

interface ShownMapping {
  readonly mapType: string;
  readonly toCode: string;
}

interface TermgatePage {
  readonly collectionVersion: {
    readonly concepts: {
      readonly nodes: readonly {
        readonly concept: object;
        readonly mappings: {
          readonly nodes: readonly {
            readonly mapping: ShownMapping & { readonly toName: string };
          }[];
        };
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean };
    };
  };
}

interface PeerPage {
  readonly collectionByUrl: {
    readonly members: {
      readonly nodes: readonly {
        readonly concept: object;
        readonly mappings: readonly (ShownMapping & { toConcept: { readonly display: string } })[];
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

const peerPage = `query Members($url: String!, $after: Cursor) {
  collectionByUrl(url: $url) {
    members(first: ${MEMBERS}, after: $after, orderBy: PRIMARY_KEY_ASC) {
      nodes {
        concept { code display }
        mappings { mapType toCode toConcept { display } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const collectionOf = ({ collections }: ContentIndex, random: Random): CollectionEntry =>
  random.pick(collections);

/** A hundred members after a random one, with what they are mapped to within the collection. */
export const memberPage: ReadWorkload = {
  kind: "READ",
  letter: "e",
  name: "e  100 members of a collection",
  about:
    `${MEMBERS} members after a random one of a released version of a large collection (1, 5 or 200 ` +
    "references), each with its concept, its mappings that are members, and what they lead to",
  draw: (content, random) => {
    const { id, url, codes } = collectionOf(content, random);
    const code = random.pick(codes);
    return {
      termgate: { url, after: encodeOpaque([code, SOURCE_URL]) },
      postgraphile: { url, after: { cursor: "members", values: [id, code] } },
      floor: [url, code],
    };
  },
  termgate: {
    document: `query Members($url: String!, $after: String) {
      collectionVersion(url: $url) {
        concepts(first: ${MEMBERS}, after: $after) {
          nodes {
            concept { code display }
            mappings(first: ${MAPPINGS}) { nodes { mapping { mapType toCode toName } } }
          }
          pageInfo { hasNextPage }
        }
      }
    }`,
    normalised: ({ collectionVersion: { concepts } }: TermgatePage) => ({
      members: concepts.nodes.map(({ concept, mappings }) => ({
        concept,
        mappings: mappings.nodes.map(({ mapping: { mapType: type, toCode: code, toName } }) => ({
          ...{ type, code, name: toName },
        })),
      })),
      more: concepts.pageInfo.hasNextPage,
    }),
  },
  postgraphile: {
    document: peerPage,
    normalised: ({ collectionByUrl: { members } }: PeerPage) => ({
      members: members.nodes.map(({ concept, mappings }) => ({
        concept,
        mappings: mappings.map(({ mapType: type, toCode: code, toConcept }) => ({
          ...{ type, code, name: toConcept.display },
        })),
      })),
      more: members.pageInfo.hasNextPage,
    }),
    cursors: {
      document: peerPage,
      find: {
        members: ({ collectionByUrl }: PeerPage) => collectionByUrl.members.pageInfo.endCursor,
      },
    },
  },
  floor: {
    sql: `select json_build_object(
        'members', coalesce(json_agg(page.member order by page.at)
          filter (where page.at <= ${MEMBERS}), '[]'),
        'more', count(*) > ${MEMBERS})::text as json
      from bench.collection
      cross join lateral (
        select held.at, case when held.at <= ${MEMBERS} then json_build_object(
          'concept', ${conceptJson(SOURCE, "held.code")},
          'mappings', (
            select coalesce(json_agg(json_build_object('type', map_type, 'code', to_code,
              'name', ${conceptJson(SOURCE, "to_code")} ->> 'display') order by map_type), '[]')
            from bench.member_mapping mapping
            where mapping.collection_id = held.collection_id and mapping.from_code = held.code
          )) end as member
        from (
          select collection_id, code, row_number() over (order by code) as at
          from bench.member where member.collection_id = collection.id and code > $2
          order by code limit ${MEMBERS + 1}
        ) held
      ) page
      where collection.url = $1`,
  },
};

/** Half members, half any codes of the code system. */
function askedCodes(codes: readonly string[], sourceCodes: number, random: Random): string[] {
  const asked = new Set<string>();
  while (asked.size < ASKED) {
    asked.add(
      random.chance(0.5) ? random.pick(codes) : codeOf(sourceSystem, random.below(sourceCodes)),
    );
  }
  return [...asked];
}

interface TermgateContains {
  readonly collectionVersion: {
    readonly contains: readonly { readonly concept: string; readonly member: boolean }[];
  };
}

interface FloorContains {
  readonly concept: string;
  readonly member: boolean;
}

const memberCodes = (answer: readonly FloorContains[]) =>
  answer.filter(({ member }) => member).map(({ concept }) => concept);

/** Which of a hundred concepts belong: what a form or a rule asks for what it was given. */
export const contains: ReadWorkload = {
  kind: "READ",
  letter: "f",
  name: "f  contains for 100 concepts",
  about: `Which of ${ASKED} concepts are members of a released version of a large collection (1, 5 or 200 references)`,
  mostRequests: 20_000,
  draw: (content, random) => {
    const { url, codes } = collectionOf(content, random);
    const asked = askedCodes(codes, content.sourceCodes, random);
    return {
      termgate: { url, concepts: asked },
      postgraphile: { url, codes: asked },
      floor: [url, asked.join()],
    };
  },
  termgate: {
    document: `query Contains($url: String!, $concepts: [String!]!) {
      collectionVersion(url: $url) { contains(concepts: $concepts) { concept member } }
    }`,
    normalised: ({ collectionVersion }: TermgateContains) =>
      memberCodes(collectionVersion.contains).sort(),
  },
  postgraphile: {
    document: `query Contains($url: String!, $codes: [String!]!) {
      membersAmongList(collection: $url, codes: $codes) { code }
    }`,
    normalised: ({ membersAmongList }: { membersAmongList: readonly { code: string }[] }) =>
      membersAmongList.map(({ code }) => code).sort(),
  },
  floor: {
    sql: `select coalesce(json_agg(json_build_object('concept', asked.code,
        'member', member.code is not null) order by asked.at), '[]')::text as json
      from bench.collection
      cross join string_to_table($2::text, ',') with ordinality as asked(code, at)
      left join lateral (
        select code from bench.member
        where member.collection_id = collection.id and member.code = asked.code offset 0
      ) member on true
      where collection.url = $1`,
    normalised: (answer: readonly FloorContains[]) => memberCodes(answer).sort(),
  },
};
