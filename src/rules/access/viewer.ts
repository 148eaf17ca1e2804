/** What a token lets its bearer do, over and above reading what is public. */
export type Scope = "read" | "write" | "publish" | "admin";

export const scopes: readonly Scope[] = ["read", "write", "publish", "admin"];

/** Whether a word is the name of a scope. */
export function isScope(word: string): word is Scope {
  return scopes.some((scope) => scope === word);
}

export type MemberRole = "MEMBER" | "ADMINISTRATOR";

export interface Membership {
  readonly id: number;
  readonly name: string;
  readonly role: MemberRole;
  /** Whether the token itself names the organization; otherwise the database alone does. */
  readonly asserted: boolean;
}

/** Whoever asks. Every read of the store takes one, so that what may be seen is decided in the query. */
export interface Viewer {
  /** Name of the client the token was issued to; null for an anonymous caller. */
  readonly client: string | null;
  readonly user: { readonly id: number; readonly name: string } | null;
  readonly organizations: readonly Membership[];
  readonly scopes: ReadonlySet<Scope>;
  /** Licensors (AMA, ADA, APA) of whom one of the organizations holds a licence today. */
  readonly licensors: readonly string[];
}

export const anonymous: Viewer = {
  client: null,
  user: null,
  organizations: [],
  scopes: new Set(),
  licensors: [],
};

/** The name that what the viewer makes is signed with: the token's user, else its client. */
export function signature(viewer: Viewer): string {
  return viewer.user?.name ?? viewer.client ?? "anonymous";
}

const identities = new WeakMap<Viewer, string>();

/** All that makes a viewer see what they see; viewers of whom it is equal are answered alike. */
export function identityOf(viewer: Viewer): string {
  const known = identities.get(viewer);
  if (known !== undefined) return known;
  const identity = JSON.stringify({ ...viewer, scopes: [...viewer.scopes].sort() });
  identities.set(viewer, identity);
  return identity;
}

/** Whether a caller is known at all. */
export function isSignedIn(viewer: Viewer): boolean {
  return viewer.client !== null;
}

/** The scopes that are needed and that the viewer lacks. */
export function missingScopes(viewer: Viewer, needed: readonly Scope[]): readonly Scope[] {
  return needed.filter((scope) => !viewer.scopes.has(scope));
}
