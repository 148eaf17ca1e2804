import { eq } from "drizzle-orm";
import { createCodeSystem } from "../../../src/commands/codeSystems/createCodeSystem.js";
import { createCodeSystemVersion } from "../../../src/commands/codeSystems/createCodeSystemVersion.js";
import { createConcept } from "../../../src/commands/codeSystems/createConcept.js";
import { createCollection } from "../../../src/commands/collections/createCollection.js";
import type { CommandContext } from "../../../src/commands/context.js";
import {
  type AddReferences,
  addReferences,
} from "../../../src/commands/references/addReferences.js";
import {
  type DeleteReferences,
  deleteReferences,
} from "../../../src/commands/references/deleteReferences.js";
import type { Result } from "../../../src/kernel/result.js";
import type { Failures } from "../../../src/rules/failure.js";
import { collectionReference } from "../../../src/store/collections/tables.js";
import { OPEN_END } from "../../../src/store/columns.js";
import { revision } from "../../../src/store/ledger/tables.js";

/** The value of what can't be refused. */
export function sure<Value>(result: Result<Value, Failures>): Value {
  if (!result.ok) throw new Error(result.failure.map(({ message }) => message).join("; "));
  return result.value;
}

/** Makes a code system of organization Demo with these concepts at HEAD. */
export async function makeSystem(
  context: CommandContext,
  shortCode: string,
  codes: readonly string[],
): Promise<string> {
  const made = await createCodeSystem(context, {
    owner: "/orgs/Demo/",
    shortCode,
    name: shortCode,
    canonicalUrl: `http://demo.org/${shortCode}`,
  });
  const { slug } = sure(made);
  for (const code of codes) {
    const names = [{ name: `Name of ${code}`, locale: "en", nameType: "FULLY_SPECIFIED" }];
    sure(
      await createConcept(context, { codeSystem: slug, code, conceptClass: "Diagnosis", names }),
    );
  }
  return `/orgs/Demo/sources/${shortCode}/`;
}

export async function release(context: CommandContext, codeSystem: string, version: string) {
  sure(await createCodeSystemVersion(context, { codeSystem, version, released: true }));
}

export async function makeCollection(context: CommandContext, shortCode: string): Promise<string> {
  sure(
    await createCollection(context, { owner: "/orgs/Demo/", shortCode, name: `${shortCode} Set` }),
  );
  return `/orgs/Demo/collections/${shortCode}/`;
}

/** What an addition answers: `+ expression: message`, or `- ` where it was not added. */
export async function add(
  context: CommandContext,
  collection: string,
  request: Omit<Partial<AddReferences>, "collection">,
): Promise<readonly string[]> {
  const added = await addReferences(context, { mode: "PIN", collection, ...request });
  if (!added.ok)
    return added.failure.map((one) => `${one.kind} ${one.path.join(".")}: ${one.message}`);
  return added.value.results.map(
    (one) => `${one.added ? "+" : "-"} ${one.expression}: ${one.messages.join(" ")}`,
  );
}

export async function remove(
  context: CommandContext,
  collection: string,
  request: Omit<DeleteReferences, "collection">,
): Promise<readonly string[]> {
  const deleted = await deleteReferences(context, { collection, ...request });
  if (!deleted.ok) {
    return deleted.failure.map((one) => `${one.kind} ${one.path.join(".")}: ${one.message}`);
  }
  return deleted.value.results.map(
    (one) => `${one.deleted ? "+" : "-"} ${one.expression}: ${one.message}`,
  );
}

/** All references of all collections as they stand, and how many revisions there are. */
export async function standing({ database }: CommandContext) {
  const rows = await database.reads
    .select()
    .from(collectionReference)
    .where(eq(collectionReference.toRevision, OPEN_END))
    .orderBy(collectionReference.id);
  return {
    expressions: rows.map(({ include, expression }) => `${include ? "" : "-"}${expression}`),
    rows,
    revisions: (await database.reads.select().from(revision)).length,
  };
}
