import type { PairContent } from "../../rules/crosswalks/content.js";
import type { ImportRow, SourceFile } from "../format.js";
import { groupedByKey, type Keyed } from "../grouped.js";
import { refuseEmpty } from "../rows.js";

interface Line {
  readonly line: number;
  readonly content: PairContent;
}

async function* keyed(rows: AsyncIterable<ImportRow<PairContent>>) {
  for await (const row of rows) {
    if ("rejected" in row) yield row;
    else {
      const { sourceCode, targetCode } = row.content;
      const key = JSON.stringify([sourceCode, targetCode]);
      yield { key, row: { line: row.line, content: row.content } } satisfies Keyed<Line>;
    }
  }
}

function joined(pairs: readonly PairContent[]): PairContent["attributes"] {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of pairs.flatMap(({ attributes }) => attributes)) {
    if (value) values.set(key, (values.get(key) ?? new Set<string>()).add(value));
  }
  return [...values].map(([key, all]) => ({ key, value: [...all].join("; ") }));
}

/** Every pair once: what several lines say of it is told together, each value once. */
export async function* joinedPairs(
  rows: AsyncIterable<ImportRow<PairContent>>,
  files: readonly SourceFile[],
): AsyncGenerator<ImportRow<PairContent>> {
  let any = false;
  for await (const group of groupedByKey(keyed(rows))) {
    if ("rejected" in group) {
      yield group;
      continue;
    }
    const [first] = group.rows;
    if (!first) continue;
    any = true;
    const contents = group.rows.map(({ content }) => content);
    const content = { ...first.content, attributes: joined(contents) };
    yield { line: first.line, lines: group.rows.length, content };
  }
  if (!any) refuseEmpty(files, "pair");
}

/** Attributes of those values that are there. */
export function attributesOf(values: Readonly<Record<string, string>>): PairContent["attributes"] {
  return Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({ key, value }));
}
