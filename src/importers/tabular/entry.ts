/** What the tabular list says of a chapter, a section or a code, by the names of its elements. */
export const NOTES = [
  "includes",
  "excludes1",
  "excludes2",
  "codeFirst",
  "codeAlso",
  "useAdditionalCode",
  "notes",
  "sevenChrNote",
] as const;

/** A kind of note. */
export type Note = (typeof NOTES)[number];

export type EntryKind = "CHAPTER" | "SECTION" | "CODE";

/** A chapter, a section or a code, with the codes below a code. */
export class Entry {
  title = "";
  readonly synonyms: string[] = [];
  readonly notes = new Map<Note, string[]>();
  /** What seventh characters mean for the codes below, and here where there are none. */
  readonly seventh = new Map<string, string>();
  readonly below: Entry[] = [];

  constructor(
    readonly kind: EntryKind,
    /** Chapters and codes have it in an element, sections in an attribute. */
    public code: string,
    /** Of the element. */
    readonly line: number,
    /** The section or chapter that it stands in; null for codes below codes too, which `below` tells. */
    readonly within: Entry | null,
    readonly isPlaceholder: boolean,
  ) {}
}
