/** A member of a collection by the code system that it is of: `WHO:ICD-10[2019]:A15.1`. */
export interface SpecifiedId {
  /** Name of the organization or user. */
  readonly owner: string;
  readonly shortCode: string;
  /** Only where its pinned version belongs to this version of the code system; null: whatever version. */
  readonly version: string | null;
  readonly code: string;
}

const SPECIFIED = /^([^:[\]]+):([^:[\]]+)(?:\[([^[\]]+)\])?:(.+)$/u;

/**
 * What an id of a member says when it is read as a fully specified one; null where it is a plain code. A
 * code with two colons may be read both ways.
 */
export function readSpecifiedId(id: string): SpecifiedId | null {
  const [, owner, shortCode, version = null, code] = SPECIFIED.exec(id.trim()) ?? [];
  if (owner === undefined || shortCode === undefined || code === undefined) return null;
  return { owner, shortCode, version, code };
}

/** `WHO:ICD-10:A15.1`, or with its version in brackets: the other way round. */
export function specifiedIdText({ owner, shortCode, version, code }: SpecifiedId): string {
  return `${owner}:${shortCode}${version === null ? "" : `[${version}]`}:${code}`;
}
