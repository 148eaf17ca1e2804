import { randomUUID } from "node:crypto";
import {
  type CreateCollection,
  createCollection,
} from "../../src/commands/collections/createCollection.js";
import { createCollectionVersion } from "../../src/commands/collections/createCollectionVersion.js";
import {
  type CreateConceptMapping,
  createConceptMapping,
} from "../../src/commands/conceptMappings/createConceptMapping.js";
import type { CommandContext } from "../../src/commands/context.js";
import {
  type CreateCrosswalk,
  createCrosswalk,
} from "../../src/commands/crosswalks/createCrosswalk.js";
import type { Viewer } from "../../src/rules/access/viewer.js";
import type { MappingInput } from "../../src/rules/crosswalks/mappingInputs.js";
import type { Database } from "../../src/store/database.js";
import { FIXED_NOW } from "./clock.js";

/** What a command is given, at a moment of the test's choice. */
export function commandsOf(database: Database, viewer: Viewer, now = FIXED_NOW): CommandContext {
  return { database, viewer, now: () => now, newUuid: () => randomUUID() };
}

/** Creates a crosswalk that can't be refused; answers its identifier. */
export async function makeCrosswalk(
  context: CommandContext,
  input: Partial<CreateCrosswalk> = {},
): Promise<string> {
  const created = await createCrosswalk(context, { name: "Test", draft: false, ...input });
  if (!created.ok) throw new Error(created.failure[0].message);
  return created.value.identifier;
}

/** Makes a concept mapping that can't be refused; answers its uuid. */
export async function makeMapping(
  context: CommandContext,
  input: Partial<CreateConceptMapping> & Pick<CreateConceptMapping, "codeSystem">,
): Promise<string> {
  const created = await createConceptMapping(context, { mapType: "SAME-AS", ...input });
  if (!created.ok) throw new Error(created.failure[0].message);
  return created.value.uid;
}

/** Makes a collection of organization Demo with a released version `1`; answers its URL. */
export async function makeCollection(
  context: CommandContext,
  shortCode: string,
  input: Partial<CreateCollection> = {},
): Promise<string> {
  const made = { owner: "/orgs/Demo/", shortCode, name: "Test", ...input };
  const created = await createCollection(context, made);
  if (!created.ok) throw new Error(created.failure[0].message);
  const collection = `/orgs/Demo/collections/${shortCode}/`;
  const version = { collection, version: "1", released: true };
  const named = await createCollectionVersion(context, version);
  if (!named.ok) throw new Error(named.failure[0].message);
  return collection;
}

/** A mapping between code systems that take every code: `mapped("a", "1", "2")`. */
export function mapped(sourceCode: string, ...targetCodes: readonly string[]): MappingInput {
  return {
    sourceCodeSystem: "ndc",
    sourceCode,
    targetCodeSystem: "rxnorm",
    targets: targetCodes.map((targetCode) => ({ targetCode })),
  };
}
