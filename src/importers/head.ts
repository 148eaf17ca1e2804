/** The whole lines of a file's beginning, or the one unfinished line if there is no whole one. */
export function headLines(head: string): readonly string[] {
  const lines = head.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole.filter((line) => line.trim() !== "");
}

/** Whether the first of these lines passes the test, and most of the others. */
export function mostOf(lines: readonly string[], test: (line: string) => boolean): boolean {
  const [first] = lines;
  return first !== undefined && test(first) && lines.filter(test).length * 2 > lines.length;
}

/** Whether the first line of a file's beginning passes the test, and most of the others. */
export function mostLines(head: string, test: (line: string) => boolean): boolean {
  return mostOf(headLines(head), test);
}

const BEFORE_ROOT =
  /^\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*/;

/** The name of an XML file's root element, past the declaration, comments and a document type. */
export function rootElement(head: string): string | null {
  const begin = BEFORE_ROOT.exec(head)?.[0].length ?? 0;
  return /^<([A-Za-z_][\w.:-]*)/.exec(head.slice(begin))?.[1] ?? null;
}

/**
 * What the first outermost object of a JSON text has, as far as its beginning goes: texts, and `[` and `{` where
 * something opens. Numbers and the like are left out.
 */
export function outermostMembers(head: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let name = "";
  for (const [token, text, colon] of head.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (depth === 1 && colon !== undefined) name = token.slice(1, token.lastIndexOf('"'));
    else if (depth === 1 && text !== undefined) members.set(name, text.slice(1, -1));
    else if (token === "{" || token === "[") {
      if (depth === 1) members.set(name, token);
      depth += 1;
    } else if (token === "}" || token === "]") depth -= 1;
    if (depth === 0 && (token === "}" || token === "]")) break;
  }
  return members;
}
