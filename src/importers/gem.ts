import { normalizeCode } from "../rules/codeSystems/normalization.js";
import { NO_MAP, type PairContent } from "../rules/crosswalks/content.js";
import type { CrosswalkFormat, ImportRow, SourceFile } from "./format.js";
import {
  CM_TO_ICD9,
  type Direction,
  directionOf,
  ICD9_TO_CM,
  ICD9_TO_PCS,
  PCS_TO_ICD9,
} from "./gemDirections.js";
import { readLines } from "./lines.js";
import { misshapen, onlyFile, refuseEmpty } from "./rows.js";

/** The digits behind a pair, as the keys of its attributes. */
const FLAGS = ["approximate", "noMap", "combination", "scenario", "choiceList"] as const;

/** The pairs of one source code. Those that the file repeats with other flags have several. */
interface HeldSource {
  readonly code: string;
  readonly pairs: Map<string, { readonly line: number; lines: number; readonly flags: string[] }>;
}

function hold(held: HeldSource, target: string, flags: string, line: number): void {
  const pair = held.pairs.get(target) ?? { line, lines: 0, flags: [] };
  pair.lines += 1;
  if (!pair.flags.includes(flags)) pair.flags.push(flags);
  held.pairs.set(target, pair);
}

function pairContent(of: Direction, held: string, target: string, flags: string[]): PairContent {
  const noMap = target === of.target.noMap;
  const digits = (place: number) => flags.map((five) => five.charAt(place)).join(",");
  const equivalent = flags.every((five) => five.startsWith("0"));
  return {
    sourceSystem: of.source.slug,
    sourceCode: normalizeCode(of.source.normalization, held),
    targetSystem: of.target.slug,
    targetCode: noMap ? NO_MAP : normalizeCode(of.target.normalization, target.toUpperCase()),
    relationship: noMap ? null : equivalent ? "EQUIVALENT" : "RELATED_TO",
    attributes: noMap ? [] : FLAGS.map((key, place) => ({ key, value: digits(place) })),
  };
}

function* pairRows(of: Direction, held: HeldSource): Generator<ImportRow<PairContent>> {
  for (const [target, { line, lines, flags }] of held.pairs) {
    if (target === of.target.noMap && held.pairs.size > 1) {
      yield { line, rejected: `nothing is to correspond to ${held.code}, which has targets too` };
    } else yield { line, lines, content: pairContent(of, held.code, target, flags) };
  }
}

async function* rows(
  files: readonly SourceFile[],
  format: string,
  of: Direction,
): AsyncGenerator<ImportRow<PairContent>> {
  const seen = new Set<string>();
  let held: HeldSource = { code: "", pairs: new Map() };
  for await (const line of readLines(onlyFile(files, format))) {
    if (line.text.trim() === "") continue;
    const [, source, target, flags] = of.line.exec(line.text) ?? [];
    if (source === undefined || target === undefined || flags === undefined) {
      const expected = `pair of ${of.source.label} and ${of.target.label} codes`;
      yield { line: line.number, ...misshapen(line, expected) };
    } else if (target !== of.target.noMap && flags.charAt(1) === "1") {
      const rejected = `nothing is to correspond to ${source}, and yet ${target} does`;
      yield { line: line.number, rejected };
    } else if (source !== held.code && seen.has(source)) {
      const rejected = `${source} stands further up already; its lines must follow one another`;
      yield { line: line.number, rejected };
    } else {
      if (source !== held.code) {
        for (const row of pairRows(of, held)) yield row;
        held = { code: source, pairs: new Map() };
        seen.add(source);
      }
      hold(held, target, flags, line.number);
    }
  }
  yield* pairRows(of, held);
  if (seen.size === 0) refuseEmpty(files, "pair");
}

function gemFormat(name: string, file: string, of: Direction): CrosswalkFormat {
  const crosswalkName = `GEM ${of.source.label} to ${of.target.label}`;
  return {
    kind: "CROSSWALK",
    name,
    title: `General equivalence map, ${of.source.label} to ${of.target.label} (${file})`,
    subject: { sourceSystem: of.source.slug, targetSystem: of.target.slug, crosswalkName },
    recognises: (head) => directionOf(head) === of,
    read: (files) => rows(files, name, of),
  };
}

/** The general equivalence maps of CDC and CMS, last published for 2018; one file each. */
export const gemFormats: readonly CrosswalkFormat[] = [
  gemFormat("gem-icd10cm-icd9cm", "2018_I10gem.txt", CM_TO_ICD9),
  gemFormat("gem-icd9cm-icd10cm", "2018_I9gem.txt", ICD9_TO_CM),
  gemFormat("gem-icd9pcs-icd10pcs", "gem_i9pcs.txt", ICD9_TO_PCS),
  gemFormat("gem-icd10pcs-icd9pcs", "gem_pcsi9.txt", PCS_TO_ICD9),
];
