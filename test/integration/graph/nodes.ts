/** Where the small world has a thing of each type of node; `FOUND` stands for the fields that are asked for. */
export const nodeTypes: Readonly<Record<string, string>> = {
  CodeSystem: 'codeSystem(slug: "icd10cm") { FOUND }',
  CodeSystemVersion: 'codeSystem(slug: "icd10cm") { atVersion(version: "2025") { FOUND } }',
  Collection: 'collection(url: "/orgs/Demo/collections/Found/") { FOUND }',
  CollectionReference:
    'collection(url: "/orgs/Demo/collections/Found/") { references { nodes { FOUND } } }',
  CollectionVersion: 'collectionVersion(url: "/orgs/Demo/collections/Found/1/") { FOUND }',
  Concept: 'concept(codeSystem: "icd10cm", code: "A00.0") { FOUND }',
  ConceptMapping: 'codeSystem(slug: "icd10cm") { atVersion { mappings { nodes { FOUND } } } }',
  Crosswalk: "crosswalks(first: 1) { nodes { FOUND } }",
  CrosswalkTarget:
    "crosswalks(first: 1) { nodes { publishedVersion { mappings(first: 1) { nodes { targets { FOUND } } } } } }",
  CrosswalkVersion: "crosswalks(first: 1) { nodes { publishedVersion { FOUND } } }",
  Job: 'job(id: "JOB") { FOUND }',
  Organization: 'organization(name: "CDC") { FOUND }',
  User: 'user(name: "demo") { FOUND }',
};
