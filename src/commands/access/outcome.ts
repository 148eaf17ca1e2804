/** What a change of who may do what answers. */
export interface OrganizationOutcome {
  /** Name of the organization that it was about. */
  readonly organization: string;
  readonly message: string | null;
}

/** What is said where everything is as it was asked for already. */
export const NOTHING_TO_CHANGE = "Nothing to change.";
