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
