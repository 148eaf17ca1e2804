import type { Viewer } from "../../src/rules/access/viewer.js";
import { type Ask, dataOf } from "./graph.js";

/** Every mutation of crosswalks, with what its payload says beside that of the others. */
export const crosswalkMutations = {
  createCrosswalk: "invalidCodes skipped { path reason codeSystem code }",
  updateCrosswalk: "",
  addCrosswalkMappings: "invalidCodes skipped { path reason codeSystem code }",
  deleteCrosswalkMappings: "invalidCodes skipped { path reason codeSystem code }",
  modifyCrosswalkAttributes: "",
  deleteCrosswalkAttributes: "missingKeys",
  modifyCrosswalkMappingAttributes: "",
  deleteCrosswalkMappingAttributes: "missingKeys",
  archiveCrosswalk: "",
  reactivateCrosswalk: "",
  createCrosswalkDraft: "",
  publishCrosswalkDraft: "",
  discardCrosswalkDraft: "",
  revertCrosswalk: "",
} as const;

export type CrosswalkMutation = keyof typeof crosswalkMutations;
export type Input = Readonly<Record<string, unknown>>;

/** The operation of a mutation, which takes its whole input as a variable and selects the whole payload. */
export function mutationText(name: CrosswalkMutation): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) {
    ${name}(input: $input) {
      message
      crosswalk { version }
      crosswalkVersion { version status }
      userErrors {
        __typename message path
        ... on NotLatestVersion { latestVersion }
        ... on NotADraft { latestVersion }
        ... on LatestVersionIsDraft { draftVersion }
      }
      ${crosswalkMutations[name]}
    }
  }`;
}

/** Carries mutations out as one caller, at a moment of the test's choice. */
export function mutationsAs(ask: Ask, caller: () => Viewer) {
  return async (name: CrosswalkMutation, input: Input, now?: Date): Promise<unknown> => {
    const when = now ? { now } : {};
    const options = { as: caller(), variables: { input }, ...when };
    return (await dataOf(ask(mutationText(name), options)))[name];
  };
}

/** The payload of an edit that made or changed a version. */
export function edited(version: number, message: string | null, more: Input = {}) {
  return {
    message,
    crosswalk: { version },
    crosswalkVersion: { version, status: "PUBLISHED" },
    userErrors: [],
    ...more,
  };
}

/** The same of a draft. */
export function drafted(version: number, message: string | null, more: Input = {}) {
  return edited(version, message, { crosswalkVersion: { version, status: "DRAFT" }, ...more });
}

/** The payload of an edit that was refused. */
export function refusedBy(...userErrors: readonly Input[]) {
  return { message: null, crosswalk: null, crosswalkVersion: null, userErrors };
}

export const nothingSkipped = { invalidCodes: [], skipped: [] };

export function fieldInvalid(path: string, message: string): Input {
  return { __typename: "FieldInvalid", path: path.split("."), message };
}

export function notLatest(version: number, latestVersion: number): Input {
  return {
    __typename: "NotLatestVersion",
    path: ["version"],
    latestVersion,
    message: `Version ${version} is not the newest; the newest is ${latestVersion}.`,
  };
}

export function isDraft(draftVersion: number): Input {
  return {
    __typename: "LatestVersionIsDraft",
    path: ["version"],
    draftVersion,
    message: `Version ${draftVersion} is a draft. Publish the draft, or edit it with draft: true.`,
  };
}

export function notADraft(latestVersion: number): Input {
  return {
    __typename: "NotADraft",
    path: ["version"],
    latestVersion,
    message: `There is no draft: version ${latestVersion}, the newest, is published.`,
  };
}

export const archived: Input = {
  __typename: "ResourceArchived",
  path: ["identifier"],
  message: "The crosswalk is archived; reactivate it before editing it.",
};

export function missing(path: string, message: string): Input {
  return { __typename: "ResourceNotFound", path: [path], message };
}

export function noCrosswalk(identifier: string): Input {
  return missing("identifier", `There is no crosswalk ${identifier}.`);
}
