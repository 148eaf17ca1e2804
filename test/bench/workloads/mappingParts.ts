/** What pages of mappings have in common: what is selected of one, and how it is compared. */

export interface ShownTarget {
  readonly targetCode: string;
  readonly relationship: string | null;
  readonly targetConcept: object | null;
}

/** A mapping as the product answers it. */
export interface TermgateMapping {
  readonly sourceCodeSystem: string;
  readonly sourceCode: string;
  readonly targetCodeSystem: string;
  readonly sourceConcept: object | null;
  readonly targets: readonly ShownTarget[];
}

/** A mapping as the peer answers it. */
export interface PeerMapping {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly sourceConcept: object | null;
  readonly targets: readonly ShownTarget[];
}

/** @param concept what is selected of a concept */
export const termgateMapping = (concept = "{ code display }") => `
  sourceCodeSystem sourceCode targetCodeSystem
  sourceConcept ${concept}
  targets { targetCode relationship targetConcept ${concept} }`;

/** @param targets the field that has the targets */
export const peerMapping = (targets: string, concept = "{ code display }") => `
  sourceSystem sourceCode targetSystem
  sourceConcept ${concept}
  targets: ${targets} { targetCode relationship targetConcept ${concept} }`;

const normalisedTarget = ({ targetCode, relationship, targetConcept }: ShownTarget) => ({
  ...{ code: targetCode, relationship, concept: targetConcept },
});

export const termgateMappings = (nodes: readonly TermgateMapping[]) =>
  nodes.map((node) => ({
    key: [node.sourceCodeSystem, node.sourceCode, node.targetCodeSystem],
    concept: node.sourceConcept,
    targets: node.targets.map(normalisedTarget),
  }));

export const peerMappings = (nodes: readonly PeerMapping[]) =>
  nodes.map((node) => ({
    key: [node.sourceSystem, node.sourceCode, node.targetSystem],
    concept: node.sourceConcept,
    targets: node.targets.map(normalisedTarget),
  }));

/** A concept of today by system and code, as JSON; null where there is none. */
export const conceptJson = (system: string, code: string, more = "") => `(
  select json_build_object('code', concept.code, 'display', concept.display${more})
  from code_system
  join container holder on holder.id = code_system.container_id
  join concept on concept.container_id = holder.id and concept.code = ${code}
    and concept.from_revision <= coalesce(holder.released_revision, holder.head_revision)
    and concept.to_revision > coalesce(holder.released_revision, holder.head_revision)
  where code_system.slug = ${system})`;

/** The targets of the group \`held\` at \`version.revision\`, as JSON. */
export const targetsJson = (more = "") => `(
  select coalesce(json_agg(json_build_object('code', pair.target_code,
    'relationship', pair.relationship, 'concept', ${conceptJson("pair.target_system", "pair.target_code", more)})
    order by pair.target_code), '[]')
  from (
    select target_system, target_code, relationship from crosswalk_pair
    where crosswalk_pair.container_id = version.container_id
      and source_system = held.source_system and source_code = held.source_code
      and target_system = held.target_system and target_code > ''
      and from_revision <= version.revision and to_revision > version.revision
    offset 0
  ) pair)`;

/** The mapping of the group \`held\` at \`version.revision\`, as JSON. */
export const mappingJson = (more = "") => `json_build_object(
  'key', json_build_array(held.source_system, held.source_code, held.target_system),
  'concept', ${conceptJson("held.source_system", "held.source_code", more)},
  'targets', ${targetsJson(more)})`;
