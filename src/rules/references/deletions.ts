import { type Failure, fieldInvalid } from "../failure.js";
import type { Cascade, ReferenceDefinition } from "./definition.js";
import { expressionOf } from "./expressionOf.js";
import { identityOf, resourceOf } from "./identity.js";
import { REFERENCES_PER_REQUEST } from "./limits.js";
import { readExpression } from "./readExpression.js";

type Given<Value> = Value | null | undefined;

/** Which references a caller wants to be deleted. */
export interface DeletionRequest {
  /** Expressions as they are stored; `*`: all. */
  readonly references?: Given<readonly string[]>;
  /** UUIDs of references. */
  readonly ids?: Given<readonly string[]>;
  readonly all?: Given<boolean>;
  /** One concept or mapping without versions stands for the reference to it at whichever version. */
  readonly matchUnversioned?: Given<boolean>;
  readonly cascade?: Given<Cascade>;
}

/** What is wrong with a request: one of the three ways to name references must be taken. */
export function deletionFaults({ references, ids, all }: DeletionRequest): readonly Failure[] {
  const given = [(references?.length ?? 0) > 0, (ids?.length ?? 0) > 0, all === true];
  const count = (references?.length ?? 0) + (ids?.length ?? 0);
  const path = ["references"];
  if (given.filter(Boolean).length !== 1) {
    return [fieldInvalid(path, "Exactly one of references, ids and all: true is required")];
  }
  return count > REFERENCES_PER_REQUEST
    ? [fieldInvalid(path, `More than ${REFERENCES_PER_REQUEST} references are given`)]
    : [];
}

/** Whether all references of the collection are meant. */
export function meansAll({ references, all }: DeletionRequest): boolean {
  return all === true || (references ?? []).some((text) => text.trim() === "*");
}

/** How an expression that is to be deleted may be stored. */
export interface Deletable {
  readonly requested: string;
  readonly expressions: readonly string[];
  readonly definition: ReferenceDefinition | null;
}

/** @param caller name of the user who asks, whom `/user/` stands for */
export function deletableOf(requested: string, caller: string | null): Deletable {
  const read = readExpression(requested, caller);
  const trimmed = requested.trim();
  if (!read.ok) return { requested, expressions: [trimmed], definition: null };
  const { value } = read;
  return {
    requested,
    expressions: [...new Set([trimmed, expressionOf(value)])],
    definition: value,
  };
}

/** What a reference to one concept or mapping is known by, where no version of it is written; else null. */
export function unversionedIdentity(definition: ReferenceDefinition): string | null {
  const { system, resourceVersion } = definition;
  const unversioned = resourceVersion === null && system?.version === null;
  return unversioned && resourceOf(definition) !== null ? identityOf(definition) : null;
}
