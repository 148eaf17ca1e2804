import { basename } from "node:path";
import { FileRefused, type SourceFile } from "../format.js";
import type { Roles } from "../releaseFiles.js";

/** What begins every row: which thing it is about, since when, and whether it still holds. */
const COMMON = "id effectiveTime active moduleId";
const MEMBER = `${COMMON} refsetId referencedComponentId`;

/** The columns of the tables, in their order. */
export const COLUMNS = {
  CONCEPTS: `${COMMON} definitionStatusId`,
  DESCRIPTIONS: `${COMMON} conceptId languageCode typeId term caseSignificanceId`,
  RELATIONSHIPS: `${COMMON} sourceId destinationId relationshipGroup typeId characteristicTypeId modifierId`,
  LANGUAGES: `${MEMBER} acceptabilityId`,
  ASSOCIATIONS: `${MEMBER} targetComponentId`,
  SIMPLE_MAP: `${MEMBER} mapTarget`,
  EXTENDED_MAP: `${MEMBER} mapGroup mapPriority mapRule mapAdvice mapTarget correlationId mapCategoryId`,
  COMPLEX_MAP: `${MEMBER} mapGroup mapPriority mapRule mapAdvice mapTarget correlationId`,
} as const;

export type Rf2Table = keyof typeof COLUMNS;
export type ReleaseTable =
  | "CONCEPTS"
  | "DESCRIPTIONS"
  | "RELATIONSHIPS"
  | "LANGUAGES"
  | "ASSOCIATIONS";
export type MapTable = "SIMPLE_MAP" | "EXTENDED_MAP" | "COMPLEX_MAP";

function headed(table: Rf2Table): (first: string) => boolean {
  const header = COLUMNS[table].replaceAll(" ", "\t");
  return (first) => first.trimEnd() === header;
}

/** The tables of a release; text definitions have the columns of descriptions. */
export const RELEASE_ROLES: Roles<ReleaseTable> = {
  CONCEPTS: headed("CONCEPTS"),
  DESCRIPTIONS: headed("DESCRIPTIONS"),
  RELATIONSHIPS: headed("RELATIONSHIPS"),
  LANGUAGES: headed("LANGUAGES"),
  ASSOCIATIONS: headed("ASSOCIATIONS"),
};

/** The tables of maps. */
export const MAP_ROLES: Roles<MapTable> = {
  SIMPLE_MAP: headed("SIMPLE_MAP"),
  EXTENDED_MAP: headed("EXTENDED_MAP"),
  COMPLEX_MAP: headed("COMPLEX_MAP"),
};

/** Which files of a release are read, and whether they hold all states that ever were. */
export interface ChosenSet {
  readonly files: readonly SourceFile[];
  readonly isFull: boolean;
}

/**
 * Chooses among the sets of files of a release, which only their names tell apart: the Snapshot, or the Full
 * set where it is alone. The Delta is no release, and what is stated is not what follows from it.
 * @throws FileRefused where there is nothing but a Delta
 */
export function chosenSet(files: readonly SourceFile[]): ChosenSet {
  const named = files.filter(({ name }) => !/StatedRelationship/.test(basename(name)));
  const setOf = ({ name }: SourceFile) => /Snapshot|Full|Delta/.exec(basename(name))?.[0] ?? null;
  const has = (set: string) => named.some((file) => setOf(file) === set);
  const isFull = has("Full") && !has("Snapshot");
  const other = isFull ? "Snapshot" : "Full";
  const chosen = named.filter((file) => setOf(file) !== other && setOf(file) !== "Delta");
  const [first] = files;
  if (chosen.length > 0 || !first) return { files: chosen, isFull };
  throw new FileRefused(`${first.name} is of a Delta; a Snapshot or Full set is a release`);
}
