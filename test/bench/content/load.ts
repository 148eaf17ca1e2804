import { registerOrganization } from "../../../src/commands/access/register.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCrosswalk } from "../../../src/commands/imports/importCrosswalk.js";
import { prepareInstallation } from "../../../src/commands/installation/prepareInstallation.js";
import type { CrosswalkFormat } from "../../../src/importers/format.js";
import type { PairContent } from "../../../src/rules/crosswalks/content.js";
import { accessQueries } from "../../../src/store/access/queries.js";
import { insertCodeSystem } from "../../../src/store/codeSystems/writes.js";
import { type Database, type Location, openDatabase } from "../../../src/store/database.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { migrateDatabase } from "../../../src/store/migrate.js";
import { type SyntheticSystem, sourceSystem, syntheticRelease, targetSystem } from "./concepts.js";
import { CrosswalkModel, editSizes, makeVersion } from "./history.js";
import { crosswalkFormat, syntheticPairs } from "./pairs.js";
import { Random } from "./random.js";
import { importRealContent } from "./realContent.js";
import { crosswalkSizes, type Scale } from "./scale.js";

/** The organization that all crosswalks belong to. */
export const ORGANIZATION = "Bench";
/** URL of the synthetic code system that is mapped, and that collections are made of. */
export const SOURCE_URL = `/orgs/${ORGANIZATION}/sources/${sourceSystem.slug.toUpperCase()}/`;
/** The moment at which everything was made. */
export const MADE_AT = new Date("2026-01-15T12:00:00.000Z");
const BY = "bench";
/** After an import of more than this, statistics are brought up to date, as the product's command does. */
const MANY_PAIRS = 5000;

type Tell = (line: string) => void;

/** A database with the product's tables and catalog, and the benchmark's organization. */
export async function prepareDatabase(location: Location): Promise<Database> {
  await migrateDatabase(location, (queries) => prepareInstallation(queries, MADE_AT));
  const database = openDatabase(location);
  await registerOrganization(database, { name: ORGANIZATION }, MADE_AT);
  return database;
}

/** Fills an empty database with all content, by the product's own commands. */
export async function loadContent(location: Location, scale: Scale, tell: Tell): Promise<void> {
  const database = await prepareDatabase(location);
  try {
    await importSystem(database, sourceSystem, scale.sourceConcepts);
    await importSystem(database, targetSystem, scale.targetConcepts);
    tell("code systems are in");
    await settleTables(database, "CONCEPTS");
    const made = { organization: ORGANIZATION, at: MADE_AT, by: BY };
    if (scale.realContent) tell(await importRealContent(database, made));
    for (const [at, pairs] of crosswalkSizes(scale).entries()) {
      const random = new Random(`crosswalk ${at}`);
      const versions = at === 0 ? scale.largestVersions : versionsOf(random, scale);
      await makeCrosswalk(database, { name: `Crosswalk ${at}`, pairs, versions }, scale);
      if (at === 0 || (at + 1) % 50 === 0) tell(`${at + 1} crosswalks are in`);
    }
    await settleTables(database, "PAIRS");
  } finally {
    await database.close();
  }
}

/** Adds the crosswalks that only edits are measured on to a copy of the content. */
export async function loadEditedCrosswalks(location: Location, scale: Scale): Promise<void> {
  const database = openDatabase(location);
  const { largestPairs, largestVersions, editedPairs } = scale;
  try {
    await makeCrosswalk(
      database,
      { name: "Edits, large", pairs: largestPairs, versions: 1 },
      scale,
    );
    await makeCrosswalk(database, { name: "Edits, small", pairs: editedPairs, versions: 1 }, scale);
    const old = { name: "Edits, small, old", pairs: editedPairs, versions: largestVersions };
    await makeCrosswalk(database, old, scale);
    await settleTables(database, "PAIRS");
  } finally {
    await database.close();
  }
}

function versionsOf(random: Random, { mostVersions }: Scale): number {
  return 1 + Math.floor(random.next() ** 2 * mostVersions);
}

/** A synthetic code system of the benchmark's organization, released. */
export async function importSystem(
  database: Database,
  system: SyntheticSystem,
  count: number,
): Promise<void> {
  const { slug, title } = system;
  const entry = {
    ...{ slug, shortCode: slug.toUpperCase(), name: title, fullName: title, owner: ORGANIZATION },
    ...{ canonicalUrl: null, licensor: null, codeNormalization: "NONE" as const },
  };
  const uid = new Random(slug).uuid();
  await database.write(({ queries }) =>
    insertCodeSystem(queries, entry, { uid, at: MADE_AT, by: BY }),
  );
  const result = await importCodeSystem(database, {
    ...{ codeSystem: slug, version: "1", format: syntheticRelease(system, count), files: [] },
    ...{ released: true, older: false, skipBadLines: false, dryRun: false },
    ...{ by: BY, now: MADE_AT },
  });
  if (!result.ok) throw new Error(result.failure.message);
}

interface Made {
  readonly name: string;
  readonly pairs: number;
  readonly versions: number;
}

async function makeCrosswalk(database: Database, made: Made, scale: Scale): Promise<void> {
  const { name, pairs, versions } = made;
  const content = () => syntheticPairs(pairs, scale, new Random(`pairs of ${name}`));
  const identifier = await importPairs(database, name, crosswalkFormat(content()));
  if (pairs >= MANY_PAIRS) await settleTables(database, "PAIRS");
  if (versions > 1) await makeVersions(database, { ...made, identifier, content }, scale);
}

async function importPairs(
  database: Database,
  name: string,
  format: CrosswalkFormat,
): Promise<string> {
  const random = new Random(`identifier of ${name}`);
  const result = await importCrosswalk(database, {
    ...{ organization: ORGANIZATION, crosswalk: { name }, release: null, layout: null },
    ...{ format, files: [], strict: false, skipBadLines: false, dryRun: false },
    ...{ by: BY, now: MADE_AT, newUuid: () => random.uuid() },
  });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.identifier;
}

async function makeVersions(
  database: Database,
  made: Made & { readonly identifier: string; readonly content: () => Iterable<PairContent> },
  scale: Scale,
): Promise<void> {
  const { name, pairs, versions, identifier } = made;
  const random = new Random(`versions of ${name}`);
  const model = new CrosswalkModel(made.content(), scale, random);
  const context = await commandContext(database);
  let version = 1;
  // More sizes than versions, since an edit that comes to nothing makes none.
  for (const rows of editSizes(versions * 2, pairs, random)) {
    if (version === versions) return;
    version = await makeVersion(context, { identifier, version }, model.edit(identifier, rows));
  }
}

async function commandContext(database: Database): Promise<CommandContext> {
  const { viewer } = await accessQueries(database.reads).viewer(
    { client: BY, user: null, organizations: [ORGANIZATION], scopes: new Set(["write"]) },
    MADE_AT,
  );
  const random = new Random("identifiers");
  return { database, viewer, now: () => MADE_AT, newUuid: () => random.uuid() };
}
