import type { NamedRepository } from "../../rules/references/definition.js";
import { namedRepositoryText, readNamedRepository } from "../../rules/references/repositories.js";
import { isStorable } from "../../rules/text.js";
import { referenceTargets } from "../../store/collections/referenceTargets.js";
import { type ShownVersion, versionNamed } from "../codeSystems/shownVersion.js";
import {
  collectionVersionNamed,
  type ShownCollectionVersion,
} from "../collections/shownCollectionVersion.js";
import type { Context } from "../context.js";
import { badUserInput } from "../shared/errors.js";

/** A code system or collection at a version. */
export type NamedVersion =
  | { readonly kind: "CODE_SYSTEM"; readonly version: ShownVersion }
  | { readonly kind: "COLLECTION"; readonly version: ShownCollectionVersion };

/** A repository as an argument names it; `argument` is what messages call it. */
export interface NamedArgument {
  readonly argument: string;
  readonly text: string;
}

/**
 * A code system or collection by its relative or canonical URL, with or without a version.
 * @throws BAD_USER_INPUT where the text can be no such URL
 */
export function repositoryNamed(
  { argument, text }: NamedArgument,
  { viewer }: Context,
): NamedRepository {
  if (!isStorable(text)) throw badUserInput(`${argument} holds a character that is not text.`);
  const read = readNamedRepository(text, viewer.user?.name ?? null);
  if (read.ok) return read.value;
  throw badUserInput(`${argument} names no code system or collection: ${read.failure}.`);
}

/**
 * The versions that arguments name, each a relative or canonical URL; without a version the newest released
 * one, HEAD while there is none. In their order, all found in one statement.
 * @throws BAD_USER_INPUT where there is none that the caller may see
 */
export async function versionsNamed(
  named: readonly NamedArgument[],
  context: Context,
): Promise<readonly NamedVersion[]> {
  const repositories = named.map((one) => repositoryNamed(one, context));
  const found = await repositoryVersions(repositories, context);
  return found.map((version, at) => {
    if (version) return version;
    const { argument = "", text = "" } = named[at] ?? {};
    throw badUserInput(
      `${argument} names ${text}, which is not there, or not for the caller to see.`,
    );
  });
}

/** The versions of code systems and collections; null where there is none that the caller may see. */
export async function repositoryVersions(
  repositories: readonly NamedRepository[],
  context: Context,
): Promise<readonly (NamedVersion | null)[]> {
  const { reads } = context.commands.database;
  const targets = await referenceTargets(reads, context.viewer, repositories);
  return await Promise.all(
    repositories.map(async (named): Promise<NamedVersion | null> => {
      const target = targets.get(namedRepositoryText(named));
      if (!target || target.revision === null) return null;
      const label = named.version ?? (target.releasedLabel === null ? "HEAD" : "latest");
      if (target.kind === "COLLECTION") {
        const collection = await context.load.collections.byId.load(target.id);
        const version = collection && (await collectionVersionNamed(collection, label, context));
        return version && { kind: "COLLECTION", version };
      }
      const system = await context.load.codeSystems.byId.load(target.id);
      const version = system && (await versionNamed(system, label, context));
      return version && { kind: "CODE_SYSTEM", version };
    }),
  );
}
