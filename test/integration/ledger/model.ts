import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import type { PairContent, PairKey } from "../../../src/rules/crosswalks/content.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import type { MappingRow } from "../../../src/store/crosswalks/mappingRows.js";

/** What one version holds, the plainest way. */
export type Content = ReadonlyMap<string, PairContent>;

export interface ModelVersion {
  readonly name: string;
  readonly content: Content;
  readonly published: boolean;
}

/** What can be done to a crosswalk; picks are taken round what there is. */
export type Step =
  | { readonly kind: "add"; readonly draft: boolean; readonly mappings: readonly MappingInput[] }
  | { readonly kind: "delete"; readonly draft: boolean; readonly picks: readonly number[] }
  | { readonly kind: "attribute"; readonly draft: boolean; readonly picks: readonly number[] }
  | { readonly kind: "rename"; readonly draft: boolean; readonly name: string }
  | { readonly kind: "revert"; readonly draft: boolean; readonly to: number }
  | { readonly kind: "open" | "publish" | "discard" | "archive" | "reactivate" };

/** The codes of texts that compare as their UTF-8 bytes do, which is not how JavaScript compares them. */
export function byBytes(left: readonly string[], right: readonly string[]): number {
  for (const [at, text] of left.entries()) {
    const order = Buffer.compare(Buffer.from(text), Buffer.from(right[at] ?? ""));
    if (order !== 0) return order;
  }
  return 0;
}

function text(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

export function pairText(pair: PairKey): string {
  return text(pair.sourceSystem, pair.sourceCode, pair.targetSystem, pair.targetCode);
}

function pairsOf(mapping: MappingInput): PairContent[] {
  const key = {
    sourceSystem: mapping.sourceCodeSystem ?? "",
    sourceCode: mapping.sourceCode ?? "",
    targetSystem: mapping.targetCodeSystem ?? "",
  };
  const noMap = { ...key, targetCode: "", relationship: null, attributes: [] };
  if (mapping.noMap) return [noMap];
  return (mapping.targets ?? []).map(({ targetCode, relationship, customAttributes }) => ({
    ...key,
    targetCode: targetCode ?? "",
    relationship: relationship ?? null,
    attributes: (customAttributes ?? []).map(({ key: name, value }) => ({
      key: name ?? "",
      value: value ?? null,
    })),
  }));
}

/** The content with mappings added. */
export function added(content: Content, mappings: readonly MappingInput[]): Content {
  const result = new Map(content);
  for (const pair of mappings.flatMap(pairsOf)) {
    const before = result.get(pairText(pair));
    const attributes = new Map(before?.attributes.map(({ key, value }) => [key, value]));
    for (const { key, value } of pair.attributes) attributes.set(key, value);
    result.set(pairText(pair), {
      ...pair,
      relationship: pair.relationship ?? before?.relationship ?? null,
      attributes: [...attributes].map(([key, value]) => ({ key, value })),
    });
    if (pair.targetCode !== "") result.delete(noMapText(pair));
  }
  return result;
}

function noMapText(pair: PairKey): string {
  return pairText({ ...pair, targetCode: "" });
}

/** How many no-maps would stand beside targets, of the content or of the same mappings. */
export function conflicts(content: Content, mappings: readonly MappingInput[]): number {
  const asked = mappings.flatMap(pairsOf);
  const noMaps = new Set(asked.filter(({ targetCode }) => targetCode === "").map(noMapText));
  const targets = [...content.values(), ...asked].filter(({ targetCode }) => targetCode !== "");
  return new Set(targets.map(noMapText).filter((noMap) => noMaps.has(noMap))).size;
}

/** The pairs that picks, taken round the content, choose. */
export function picked(content: Content, picks: readonly number[]): readonly PairContent[] {
  const all = [...content.values()];
  const chosen = all.length === 0 ? [] : picks.map((pick) => all[pick % all.length]);
  return [...new Set(chosen)].filter((pair) => pair !== undefined);
}

export function sameContent(left: Content, right: Content): boolean {
  return JSON.stringify([...left].toSorted()) === JSON.stringify([...right].toSorted());
}

/** The mappings of a content in the order of their list. */
export function mappingsOf(crosswalk: string, content: Content): readonly MappingRow[] {
  const groups = new Map<string, PairContent[]>();
  for (const pair of content.values()) {
    const group = text(pair.sourceSystem, pair.sourceCode, pair.targetSystem);
    groups.set(group, [...(groups.get(group) ?? []), pair]);
  }
  const rows = [...groups.values()].map((pairs): MappingRow => {
    const [{ sourceSystem, sourceCode, targetSystem }] = pairs as [PairContent];
    const targets = pairs
      .filter(({ targetCode }) => targetCode !== "")
      .map((pair) => ({ ...pair, identifier: pairIdentifier(crosswalk, pair) }))
      .toSorted((a, b) => byBytes([a.targetCode], [b.targetCode]));
    const noMap = pairs.some(({ targetCode }) => targetCode === "");
    return { sourceSystem, sourceCode, targetSystem, noMap, noMapAttributes: [], targets };
  });
  return rows.toSorted((a, b) => byBytes(keyOf(a), keyOf(b)));
}

export function keyOf(row: MappingRow): readonly [string, string, string] {
  return [row.sourceSystem, row.sourceCode, row.targetSystem];
}

export function totalsOf(content: Content) {
  const pairs = [...content.values()];
  const distinct = (of: (pair: PairContent) => string) => new Set(pairs.map(of)).size;
  return {
    groupCount: distinct((pair) => text(pair.sourceSystem, pair.sourceCode, pair.targetSystem)),
    sourceCodeCount: distinct((pair) => text(pair.sourceSystem, pair.sourceCode)),
    targetCount: pairs.filter(({ targetCode }) => targetCode !== "").length,
  };
}

/** A pair that is not the same in two contents, as it is in each. */
export interface ModelChange extends PairKey {
  readonly before: PairContent | null;
  readonly after: PairContent | null;
}

/** What changed from one content to another, in the order of the list of changes. */
export function changesBetween(before: Content, after: Content): readonly ModelChange[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].map((key) => {
    const sides = { before: before.get(key) ?? null, after: after.get(key) ?? null };
    const { sourceSystem, sourceCode, targetSystem, targetCode } = (sides.before ??
      sides.after) as PairContent;
    return { sourceSystem, sourceCode, targetSystem, targetCode, ...sides };
  });
  const parts = (key: PairKey) => [
    key.sourceSystem,
    key.sourceCode,
    key.targetSystem,
    key.targetCode,
  ];
  return changes
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .toSorted((left, right) => byBytes(parts(left), parts(right)));
}
