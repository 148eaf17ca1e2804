/** What a change of a collection answers. */
export interface CollectionOutcome {
  readonly uid: string;
  readonly message: string | null;
}

/** What a change of a collection's version answers. */
export interface CollectionVersionOutcome extends CollectionOutcome {
  readonly label: string;
}
