/** That one concept is directly below another. */
export interface HierarchyEdge {
  readonly child: string;
  readonly parent: string;
}

/**
 * Codes that are below each other in a circle, each directly below the next and the last below the first;
 * null where there is no such circle. Time and memory grow with the edges, however deep they go.
 */
export function findCycle(edges: Iterable<HierarchyEdge>): readonly string[] | null {
  const children = new Map<string, string[]>();
  const parentCount = new Map<string, number>();
  for (const { child, parent } of edges) {
    const known = children.get(parent);
    if (known) known.push(child);
    else children.set(parent, [child]);
    parentCount.set(child, (parentCount.get(child) ?? 0) + 1);
  }
  takeTopsAway(children, parentCount);
  return walkUp(children, parentCount);
}

/** Whoever has no one above it is in no circle, and nobody is left who is below such only. */
function takeTopsAway(
  children: ReadonlyMap<string, readonly string[]>,
  parentCount: Map<string, number>,
): void {
  const tops = [...children.keys()].filter((code) => !parentCount.has(code));
  for (let top = tops.pop(); top !== undefined; top = tops.pop()) {
    for (const child of children.get(top) ?? []) {
      const left = (parentCount.get(child) ?? 0) - 1;
      if (left > 0) parentCount.set(child, left);
      else {
        parentCount.delete(child);
        tops.push(child);
      }
    }
  }
}

/** Everyone who is left has someone above it who is left: going up must come round. */
function walkUp(
  children: ReadonlyMap<string, readonly string[]>,
  left: ReadonlyMap<string, number>,
): readonly string[] | null {
  const [start] = left.keys();
  if (start === undefined) return null;
  const above = new Map<string, string>();
  for (const [parent, codes] of children) {
    if (left.has(parent)) for (const code of codes) above.set(code, parent);
  }
  const seen = new Map<string, number>();
  let code = start;
  while (!seen.has(code)) {
    seen.set(code, seen.size);
    code = above.get(code) ?? code;
  }
  return [...seen.keys()].slice(seen.get(code));
}
