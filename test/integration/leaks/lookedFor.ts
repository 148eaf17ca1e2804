import type { GraphQLSchema } from "graphql";
import { nodeId } from "../../../src/graph/shared/Node.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import {
  COLLECTION,
  COLLECTION_UID,
  HIDDEN_CODE,
  IDENTIFIER,
  MARKER,
  ROW_CODES,
} from "./planted.js";
import type { Values } from "./walk.js";

export const [CODE] = ROW_CODES;
export const PAIR = pairIdentifier(IDENTIFIER, {
  sourceSystem: "ndc",
  sourceCode: "1",
  targetSystem: "cpt2025",
  targetCode: CODE,
});

/** What arguments are given, by name: whatever leads to the licensed content. */
export const plain: Values = {
  slug: "cpt2025",
  codeSystem: "cpt2025",
  code: CODE,
  name: "Demo",
  "Query.user.name": "demo",
  "Query.organization.name": "Demo",
  identifier: IDENTIFIER,
  sourceCodeSystem: "cpt2025",
  sourceCode: CODE,
  at: "2026-06-01T00:00:00Z",
  since: 1,
  version: 1,
  "CodeSystem.atVersion.version": "HEAD",
  "Concept.atVersion.version": "1",
  "Query.collection.url": COLLECTION,
  "Query.collectionVersion.url": `${COLLECTION}1/`,
  "Collection.atVersion.version": "HEAD",
  "CollectionVersion.changes.since": "HEAD",
  "CollectionVersion.contains.concepts": [CODE],
  "Query.resolveReference.expressions": ["/orgs/AMA/sources/CPT-2025/2025/", COLLECTION],
  "Query.previewReferences.input": {
    collection: COLLECTION,
    expressions: [
      `/orgs/AMA/sources/CPT-2025/HEAD/concepts/${CODE}/`,
      "/orgs/AMA/sources/CPT-2025/HEAD/concepts/93304/mappings/",
    ],
  },
  "Query.cascade.concept": "/orgs/CDC/sources/ICD-10-CM/concepts/A00.0/",
  "Collection.concept.id": CODE,
  "CollectionVersion.concept.id": CODE,
  "Collection.mapping.id": "00000000-0000-4000-8000-000000000000",
  "CollectionVersion.mapping.id": "00000000-0000-4000-8000-000000000000",
  "Organization.collection.shortCode": "Seen",
  "User.collection.shortCode": "Seen",
  "Query.concept.version": undefined,
  "CrosswalkVersion.changes.since": 1,
  "CodeSystemVersion.changes.since": "HEAD",
  format: "CSV",
  "CollectionVersion.export.format": "OCL",
  "CollectionVersion.exportLosses.format": "OCL",
  uuid: "00000000-0000-4000-8000-000000000000",
  "Concept.extra.name": MARKER,
  includeArchived: true,
  "Query.translate.input": {
    codings: [
      { system: "cpt2025", code: CODE },
      { system: "ndc", code: "1" },
    ],
  },
  "Query.crosswalks.sourceCodeSystem": undefined,
  "Query.crosswalks.sourceCode": undefined,
};

/** Ids of what leads there. */
export const ids = [
  nodeId("CodeSystem", "cpt2025"),
  nodeId("CodeSystemVersion", "cpt2025", "2025"),
  nodeId("Concept", "cpt2025", CODE, 1),
  nodeId("Concept", "cpt2025", CODE, 2),
  nodeId("Concept", "cpt2025", HIDDEN_CODE, 1),
  nodeId("Crosswalk", IDENTIFIER),
  nodeId("CrosswalkVersion", IDENTIFIER, 1),
  nodeId("CrosswalkTarget", IDENTIFIER, 1, PAIR),
  nodeId("Collection", COLLECTION_UID),
  nodeId("CollectionVersion", COLLECTION_UID, "1"),
];

/** The same, looking for a word in everything that can be searched, and for a code. */
export function searching(schema: GraphQLSchema, word: string, code: string): Values {
  const concepts = { q: word, codes: [code], conceptClass: [word], datatype: [word] };
  return {
    ...plain,
    q: word,
    code,
    "ConceptFilter.q": word,
    "CodeSystem.concepts.filter": filterOf(schema, concepts),
    "CodeSystemVersion.concepts.filter": filterOf(schema, concepts),
    "CrosswalkVersion.mappings.filter": { q: word },
    "Concept.extra.name": word,
  };
}

/** Only what the filter of this graph knows. */
function filterOf(schema: GraphQLSchema, wanted: Values): Values {
  const type = schema.getType("ConceptFilter");
  const known = type && "getFields" in type ? Object.keys(type.getFields()) : [];
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => known.includes(name)));
}

/** A table that maps a licensed code to others. */
export function crosswalkTable(targetCodes: readonly string[]): string {
  const rows = targetCodes.map((code) => `cpt2025,${CODE},cpt2025,${code}`);
  return ["sourceCodeSystem,sourceCode,targetCodeSystem,targetCode", ...rows].join("\n");
}
