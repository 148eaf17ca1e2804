import { attributeFaults, mergeAttributes } from "../../rules/crosswalks/attributes.js";
import { type CustomAttribute, NO_MAP, type PairContent } from "../../rules/crosswalks/content.js";
import { SOURCE_DISPLAY } from "../../rules/crosswalks/forms/fhirSlots.js";
import { CODE_LIMIT } from "../../rules/crosswalks/limits.js";
import type { ImportRow } from "../format.js";
import { isArray, isObject, type Json } from "../json.js";
import { lengthFault } from "./lengths.js";
import type { GroupSystems } from "./mapHeader.js";
import type { RawMapping } from "./mapOutline.js";
import {
  checkMembers,
  type FhirTarget,
  readTarget,
  type TargetContext,
  tellUnread,
  textAttribute,
  textIn,
  Unreadable,
} from "./mapTarget.js";
import { ownAttributes } from "./ownExtensions.js";

/** What is known when a mapping is read. */
export interface MappingContext extends TargetContext {
  readonly systems: readonly GroupSystems[];
}

const READ = new Set("code display noMap target extension id".split(" "));

type Row = ImportRow<PairContent>;

/** The pairs of one source code, or why it can't be read. Code systems are named as the file names them. */
export function mappingRows(raw: RawMapping, context: MappingContext): readonly Row[] {
  try {
    const contents = contentsOf(raw, context);
    return contents.map((content) => checked(raw, content));
  } catch (error) {
    if (error instanceof Unreadable) return [{ line: raw.line, rejected: error.message }];
    throw error;
  }
}

function checked({ line, path }: RawMapping, content: PairContent): Row {
  const faults = [
    ...[lengthFault(content.sourceCode, "its code", CODE_LIMIT)],
    ...[lengthFault(content.targetCode, "the code of a target", CODE_LIMIT)],
    ...attributeFaults(content.attributes, []).map(({ message }) => message),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) return { line, rejected: `${path}: ${faults.join("; ")}` };
  return { line, lines: 1, content };
}

function contentsOf(
  { path, group, value }: RawMapping,
  context: MappingContext,
): readonly PairContent[] {
  if (!isObject(value)) throw new Unreadable(path, "it is no object");
  checkMembers(value, path, context);
  const code = textIn(value, "code", path);
  if (code === null) {
    const message = "It has no code; a crosswalk maps codes.";
    context.losses.add("LEFT_OUT", "group.element", message, path);
    return [];
  }
  tellUnread(value, READ, { path, losses: context.losses });
  const ends = {
    ...endsOf(context.systems[group], path.replace(/\.element\[\d+\]$/, "")),
    sourceCode: code,
  };
  const display = textAttribute(value, "display", SOURCE_DISPLAY, path);
  const targets = targetsIn(value.get("target"), `${path}.target`, context);
  const noMap = value.get("noMap") === true;
  if (noMap && targets.length > 0) {
    throw new Unreadable(`${path}.noMap`, "it is true, and yet there are targets");
  }
  if (noMap) {
    const own = ownAttributes(value.get("extension"), context.losses, path);
    return [pair(ends, { code: null, relationship: null, attributes: own }, display)];
  }
  ownAttributes(value.get("extension"), context.losses, path);
  if (targets.length === 0 && !isArray(value.get("target"))) {
    const message = "It says nothing of its code: neither a target nor that there is none.";
    context.losses.add("LEFT_OUT", "group.element", message, path);
  }
  return targets.map((target) => pair(ends, target, display));
}

function endsOf(
  systems: GroupSystems | undefined,
  path: string,
): Pick<PairContent, "sourceSystem" | "targetSystem"> {
  const { source = null, target = null } = systems ?? {};
  if (source === null) throw new Unreadable(`${path}.source`, "the group names no code system");
  if (target === null) throw new Unreadable(`${path}.target`, "the group names no code system");
  return { sourceSystem: source, targetSystem: target };
}

function targetsIn(
  targets: Json | undefined,
  path: string,
  context: TargetContext,
): readonly FhirTarget[] {
  if (targets === undefined) return [];
  if (!isArray(targets)) throw new Unreadable(path, "it is no array");
  return targets
    .map((target, at) => readTarget(target, `${path}[${at}]`, context))
    .filter((target) => target !== null);
}

function pair(
  ends: Omit<PairContent, "targetCode" | "relationship" | "attributes">,
  { code, relationship, attributes }: FhirTarget,
  display: readonly CustomAttribute[],
): PairContent {
  const all = mergeAttributes([], [...display, ...attributes]);
  return { ...ends, targetCode: code ?? NO_MAP, relationship, attributes: all };
}
