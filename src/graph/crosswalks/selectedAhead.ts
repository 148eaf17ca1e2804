import { type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from "graphql";
import { isStorable, trimmed } from "../../rules/text.js";
import type { AheadKey, AheadMappings, AheadVersions } from "../../store/crosswalks/ahead.js";
import type { Context } from "../context.js";
import { type PageArguments, windowOf } from "../shared/PageArguments.js";
import {
  argumentsOf,
  type SelectedField,
  selectedFields,
  selectsAny,
} from "../shared/selection.js";
import { mappingsShape } from "./mappingsShape.js";

const CONCEPTS: ReadonlySet<string> = new Set([
  "sourceConcept",
  "targetConcept",
  "sourceDisplay",
  "targetDisplay",
]);

/** Whether mappings are selected with anything of the concepts that their codes stand for. */
export function selectsConcepts({ fieldNodes, fragments }: GraphQLResolveInfo): boolean {
  return fieldNodes.some((node) => selectsAny(node, fragments, CONCEPTS));
}

/**
 * Where a crosswalk is selected with one of its versions, fetches both and the first mappings that are selected
 * of it in one statement. The resolvers of those find them in their loaders, and load what is not there.
 */
export async function fetchAhead(
  identifier: string,
  info: GraphQLResolveInfo,
  { load }: Context,
): Promise<void> {
  const asked = askedAhead(info);
  if (asked) await load.crosswalks.ahead.load({ identifier, ...asked });
}

type AskedMappings = Pick<AheadKey, "source"> & { readonly of: AheadMappings };

type Asked = Pick<AheadKey, "ordinal"> & AskedMappings & { readonly versions: AheadVersions };

/** Fields of a crosswalk that its newest version has no part in. */
const OF_ITSELF: ReadonlySet<string> = new Set([
  "__typename",
  "id",
  "identifier",
  "archivedAt",
  "createdAt",
  "createdBy",
  "organization",
  "version",
  "versions",
  "atVersion",
  "asOf",
  "history",
]);

function askedAhead({
  fieldNodes,
  fragments,
  returnType,
  variableValues,
}: GraphQLResolveInfo): Asked | null {
  const crosswalk = getNamedType(returnType) as GraphQLObjectType;
  const fields = fieldNodes.flatMap((node) => selectedFields(node.selectionSet, fragments));
  const [field, ...others] = fields.filter(
    ({ name }) => name === "latestVersion" || name === "atVersion",
  );
  const type = field && crosswalk.getFields()[field.name]?.type;
  const given = field && argumentsOf(field, crosswalk, variableValues);
  if (!type || !given || others.length > 0) return null;
  const version = getNamedType(type) as GraphQLObjectType;
  const ordinal = typeof given.version === "number" ? given.version : null;
  const versions = ordinal === null ? "NEWEST" : versionsBeside(fields);
  for (const inner of selectedFields(field.node.selectionSet, fragments)) {
    const asked = mappingsAsked(inner, version, { variableValues, fragments });
    if (asked) return { ordinal, versions, ...asked };
  }
  return { ordinal, versions, source: null, of: { kind: "NONE" } };
}

function versionsBeside(fields: readonly SelectedField[]): AheadVersions {
  return fields.every(({ name }) => OF_ITSELF.has(name)) ? "GIVEN" : "BOTH";
}

function mappingsAsked(
  field: SelectedField,
  version: GraphQLObjectType,
  { variableValues, fragments }: Pick<GraphQLResolveInfo, "variableValues" | "fragments">,
): AskedMappings | null {
  if (field.name !== "mappings" && field.name !== "mapping") return null;
  const given = argumentsOf(field, version, variableValues);
  if (!given) return null;
  const concepts = selectsAny(field.node, fragments, CONCEPTS);
  return field.name === "mapping" ? ofSource(given, concepts) : ofWindow(given, concepts);
}

function ofSource(given: Record<string, unknown>, concepts: boolean): AskedMappings | null {
  const system = String(given.sourceCodeSystem);
  const code = trimmed(String(given.sourceCode)) ?? "";
  if (!isStorable(system) || !isStorable(code)) return null;
  return { source: { system, code }, of: { kind: "SOURCE", concepts } };
}

function ofWindow(given: Record<string, unknown>, concepts: boolean): AskedMappings | null {
  if (given.filter) return null;
  try {
    const window = windowOf(given as PageArguments, mappingsShape);
    return { source: null, of: { kind: "WINDOW", window, concepts } };
  } catch {
    // The resolver of the mappings will say what is wrong with them.
    return null;
  }
}
