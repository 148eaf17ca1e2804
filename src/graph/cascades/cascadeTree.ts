import type { Next } from "../../rules/cascades/walk.js";
import type { CascadeWalk } from "../../store/cascades/cascade.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import { systemOf } from "../codeSystems/conceptIdentity.js";
import { codeSystemUrl, conceptUrl } from "../codeSystems/urls.js";
import { namesAtEnd, type Side, systemAtEnd, urlOfEnd } from "../conceptMappings/mappingEnds.js";
import type { Context } from "../context.js";

type Entry = Readonly<Record<string, unknown>>;

/** What was reached, as a tree from a concept down. */
interface ShownCascade {
  readonly root: ConceptRow;
  readonly walk: CascadeWalk;
  /** The end of the mappings to which the cascade went. */
  readonly towards: Side;
}

/**
 * What OCL answers as the entry of a cascade: of each concept its mappings, then the concepts that follow. A
 * concept that is reached several times has its entries where it was reached first, level by level.
 */
export async function cascadeTree(
  { root, walk, towards }: ShownCascade,
  context: Context,
): Promise<Entry> {
  const names = await namesAtEnd(walk.mappings, towards, context);
  const [concepts, mappings] = await Promise.all([
    entriesOf(walk.concepts, (concept) => conceptEntry(concept, context)),
    entriesOf(walk.mappings, (mapping, at) =>
      mappingEntry(mapping, { towards, name: names[at] ?? null }, context),
    ),
  ]);
  const entryOf = ({ concept, first }: Next<ConceptRow>): Entry => {
    const reached = first ? walk.reached(concept) : null;
    const entries = [
      ...(reached?.mappings ?? []).flatMap((mapping) => mappings.get(mapping) ?? []),
      ...(reached?.next ?? []).map(entryOf),
    ];
    const ended = reached?.complete ? true : null;
    return { ...concepts.get(concept), terminal: entries.length > 0 ? false : ended, entries };
  };
  return entryOf({ concept: root, first: true });
}

async function entriesOf<Row>(
  rows: readonly Row[],
  entryOf: (row: Row, at: number) => Promise<Entry>,
): Promise<ReadonlyMap<Row, Entry>> {
  return new Map(
    await Promise.all(
      rows.map(async (row, at): Promise<[Row, Entry]> => [row, await entryOf(row, at)]),
    ),
  );
}

async function conceptEntry(concept: ConceptRow, context: Context): Promise<Entry> {
  const url = conceptUrl(await systemOf(concept, context), concept.code);
  return {
    id: concept.code,
    type: "Concept",
    url,
    version_url: `${url}${concept.version}/`,
    display_name: concept.display,
    retired: concept.retired,
    concept_class: concept.conceptClass,
    datatype: concept.datatype,
  };
}

async function mappingEntry(
  mapping: ConceptMappingRow,
  { towards, name }: { readonly towards: Side; readonly name: string | null },
  context: Context,
): Promise<Entry> {
  const [own, targetUrl, targetSystem] = await Promise.all([
    systemOf(mapping, context),
    urlOfEnd(mapping, towards, context),
    systemAtEnd(mapping, towards, context),
  ]);
  const url = `${codeSystemUrl(own)}mappings/${mapping.mappingId}/`;
  const code = towards === "TO" ? mapping.toCode : mapping.fromCode;
  const end = towards === "TO" ? "to" : "from";
  return {
    id: mapping.mappingId,
    type: "Mapping",
    map_type: mapping.mapType,
    url,
    version_url: `${url}${mapping.version}/`,
    retired: mapping.retired,
    sort_weight: mapping.sortWeight,
    [`${end}_concept_code`]: code,
    [`${end}_concept_url`]: targetUrl,
    cascade_target_concept_code: code,
    cascade_target_concept_url: targetUrl,
    cascade_target_concept_name: name,
    cascade_target_source_owner: targetSystem?.ownerOrganization ?? targetSystem?.ownerUser ?? null,
    cascade_target_source_name: targetSystem?.shortCode ?? null,
  };
}
