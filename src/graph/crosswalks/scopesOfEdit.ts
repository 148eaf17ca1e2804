import type { Scope } from "../../rules/access/viewer.js";

/** Drafts are written; what makes a published version is published too. */
export function scopesOfEdit(draft: boolean): readonly Scope[] {
  return draft ? ["write"] : ["write", "publish"];
}
