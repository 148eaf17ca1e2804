/** What a change of a code system answers. */
export interface CodeSystemOutcome {
  readonly slug: string;
  readonly message: string | null;
}

/** What a change of a code system's version answers. */
export interface CodeSystemVersionOutcome extends CodeSystemOutcome {
  readonly label: string;
}
