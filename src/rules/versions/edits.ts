import { failed, ok, type Result } from "../../kernel/result.js";
import type { Failure, Failures } from "../failure.js";

/** What an edit must know of a crosswalk before it may begin. */
export interface EditedState {
  readonly archived: boolean;
  readonly newestVersion: number;
  readonly newestIsDraft: boolean;
}

/** Where an edit goes: into which version, and whether that one is new and is published at once. */
export interface EditPlan {
  readonly version: number;
  readonly opensVersion: boolean;
  readonly publishes: boolean;
}

/**
 * The version rule of every edit. On a published newest version the edit makes the next version, published
 * or as a draft; a draft is edited in place, and only by edits that say `draft`; an edit that names any but
 * the newest version is refused.
 */
export function planEdit(
  state: EditedState,
  edit: { readonly version: number; readonly draft: boolean; readonly opensOnly?: boolean },
): Result<EditPlan, Failures> {
  const { newestVersion, newestIsDraft } = state;
  if (state.archived) return failed([archived]);
  if (newestIsDraft && (!edit.draft || edit.opensOnly)) {
    return failed([
      {
        kind: "LatestVersionIsDraft",
        path: ["version"],
        draftVersion: newestVersion,
        message: `Version ${newestVersion} is a draft. Publish the draft, or edit it with draft: true.`,
      },
    ]);
  }
  if (edit.version !== newestVersion) return failed([notLatest(edit.version, newestVersion)]);
  return ok(
    newestIsDraft
      ? { version: newestVersion, opensVersion: false, publishes: false }
      : { version: newestVersion + 1, opensVersion: true, publishes: !edit.draft },
  );
}

/** Whether the draft that a caller names may be published or discarded. */
export function checkDraft(state: EditedState, version: number): Failures | null {
  const { newestVersion } = state;
  if (state.archived) return [archived];
  if (!state.newestIsDraft) {
    return [
      {
        kind: "NotADraft",
        path: ["version"],
        latestVersion: newestVersion,
        message: `There is no draft: version ${newestVersion}, the newest, is published.`,
      },
    ];
  }
  return version === newestVersion ? null : [notLatest(version, newestVersion)];
}

const archived: Failure = {
  kind: "ResourceArchived",
  path: ["identifier"],
  message: "The crosswalk is archived; reactivate it before editing it.",
};

function notLatest(version: number, latestVersion: number): Failure {
  return {
    kind: "NotLatestVersion",
    path: ["version"],
    latestVersion,
    message: `Version ${version} is not the newest; the newest is ${latestVersion}.`,
  };
}
