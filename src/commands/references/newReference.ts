import type { SaidOfReference } from "../../rules/collections/forms/setContent.js";
import { expressionOf } from "../../rules/references/expressionOf.js";
import { identityOf, kindOf } from "../../rules/references/identity.js";
import type { NewReference } from "../../store/collections/referenceWrites.js";
import type { CommandContext } from "../context.js";
import { byOwner } from "./byOwner.js";
import type { LocatedReference } from "./resolveReferences.js";

/** A reference that was located, as it is written. @param said what a file says of it beside */
export function newReference(
  { definition, system, valuesets }: LocatedReference,
  said: SaidOfReference | null,
  { newUuid, viewer }: Pick<CommandContext, "newUuid" | "viewer">,
): NewReference {
  const { include, code, resourceVersion } = definition;
  const nested = system?.kind === "COLLECTION";
  const everything = definition.system === null && definition.valuesets.length === 0;
  return {
    uid: newUuid(),
    include,
    expression: expressionOf(definition),
    identity: nested ? expressionOf(definition) : identityOf(byOwner({ definition, system })),
    definition,
    said,
    kind: nested ? "LIST" : kindOf(definition),
    targetId: system?.id ?? null,
    targetVersion: definition.system?.version ?? null,
    valuesetIds: valuesets.map((target) => target?.id ?? 0),
    valuesetVersions: definition.valuesets.map(({ version }) => version ?? ""),
    code,
    resourceVersion: resourceVersion === null ? null : Number(resourceVersion),
    creatorId: everything ? (viewer.user?.id ?? null) : null,
  };
}
