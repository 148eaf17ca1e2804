import { encodeOpaque } from "../kernel/opaque.js";
import { anonymous, type Viewer } from "../rules/access/viewer.js";
import type { RehearsedQuery } from "../server/rehearsal.js";
import type { Queries } from "../store/database.js";
import { sampleCollection, sampleCrosswalk } from "../store/installation/samples.js";

const ASKED = "$identifier: UUID!, $after: String, $pageNumber: Int";
const PAGE = `mappings(after: $after, pageNumber: $pageNumber) {
  nodes {
    sourceCode
    sourceConcept { code display }
    targets { targetCode relationship targetConcept { code display } }
  }
  pageInfo { hasNextPage endCursor }
}`;

/** The same of the newest version, of a given one, and of that with what the newest one says: three statements. */
const MAPPINGS_NOW = `query MappingsNow(${ASKED}) {
  crosswalk(identifier: $identifier) { latestVersion { ${PAGE} } }
}`;
const MAPPINGS_AT = `query MappingsAt(${ASKED}, $version: Int!) {
  crosswalk(identifier: $identifier) { atVersion(version: $version) { ${PAGE} } }
}`;
const MAPPINGS = `query Mappings(${ASKED}, $version: Int!) {
  crosswalk(identifier: $identifier) { name atVersion(version: $version) { ${PAGE} } }
}`;

const TARGETS = `query Targets($identifier: UUID!, $version: Int!, $codeSystem: String!, $code: String!) {
  crosswalk(identifier: $identifier) {
    atVersion(version: $version) {
      mapping(sourceCodeSystem: $codeSystem, sourceCode: $code) {
        targetCodeSystem
        targets { targetCode relationship customAttributes { key value } }
      }
    }
  }
}`;

const CODE = `query Code($codeSystem: String!, $code: String!) {
  concept(codeSystem: $codeSystem, code: $code) {
    code
    display
    names { name locale }
    mappings(first: 10) { nodes { mapType toCode toName } }
  }
}`;

const TRANSLATION = `query Translation($codings: [CodingInput!]!) {
  translate(input: { codings: $codings }) {
    coding { system code display }
    matches { targetCode targetDisplay relationship }
  }
}`;

const MEMBERS = `query Members($url: String!) {
  collectionVersion(url: $url) {
    label
    concepts(first: 10) {
      nodes {
        concept { code display }
        mappings(first: 10) { nodes { mapping { mapType toCode toName } } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/** What is usually asked, of something that is there; nothing where nothing is. */
export async function usualQueries(reads: Queries): Promise<readonly RehearsedQuery[]> {
  const [crosswalk, collection] = await Promise.all([
    sampleCrosswalk(reads),
    sampleCollection(reads),
  ]);
  const queries: RehearsedQuery[] = [];
  if (crosswalk) {
    const { identifier, version, codeSystem, code, targetSystem } = crosswalk;
    const viewer = memberOf(crosswalk.organization);
    const codings = [{ system: codeSystem, code }];
    const after = encodeOpaque([codeSystem, code, targetSystem]);
    for (const asked of [{ after }, { pageNumber: 1 }]) {
      const at = { identifier, version, ...asked };
      queries.push(
        { viewer, query: MAPPINGS_AT, variables: at },
        { viewer, query: MAPPINGS, variables: at },
        { viewer, query: MAPPINGS_NOW, variables: { identifier, ...asked } },
      );
    }
    queries.push(
      { viewer, query: TARGETS, variables: { identifier, version, codeSystem, code } },
      { viewer, query: CODE, variables: { codeSystem, code } },
      { viewer, query: TRANSLATION, variables: { codings } },
    );
  }
  if (collection) {
    const viewer = memberOf(collection.organization);
    queries.push({ viewer, query: MEMBERS, variables: { url: collection.url } });
  }
  return queries;
}

function memberOf(organization: { readonly id: number; readonly name: string } | null): Viewer {
  if (organization === null) return anonymous;
  return { ...anonymous, organizations: [{ ...organization, role: "MEMBER", asserted: true }] };
}
