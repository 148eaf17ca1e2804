import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ORGANIZATION } from "../content/load.js";
import { gemToIcd9cm, hasRealFiles, icd10cm2026 } from "../content/realContent.js";
import type { Scale } from "../content/scale.js";
import { mapLines, orderLines } from "./generated.js";

/** A file that is imported, how the command is told, and the tables that it fills. */
export interface Release {
  readonly name: string;
  readonly path: string;
  readonly given: readonly string[];
  readonly tables: readonly string[];
}

/** Categories of made-up releases; the larger are as large as the publishers'. */
const CATEGORIES = { full: 885, quick: 20 } as const;

const intoConcepts = {
  given: ["--code-system", "icd10cm", "--version", "2026"],
  tables: ["concept", "concept_parent"],
};
const intoPairs = {
  given: ["--organization", ORGANIZATION, "--version", "2018"],
  tables: ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"],
};

/**
 * ICD-10-CM and a map from it: the publishers' files where they are, otherwise, or where little is
 * enough, made-up ones of the same form.
 * @param folder for files that are made up
 */
export function releasesFor({ name, realContent }: Scale, folder: string): readonly Release[] {
  if (realContent && hasRealFiles()) {
    return [
      { name: "ICD-10-CM FY2026", path: icd10cm2026.path, ...intoConcepts },
      { name: "GEM ICD-10-CM to ICD-9-CM", path: gemToIcd9cm.path, ...intoPairs },
    ];
  }
  const written = (file: string, lines: Iterable<string>) => {
    const path = join(folder, file);
    writeFileSync(path, [...lines].join(""));
    return path;
  };
  const categories = CATEGORIES[name];
  const [order, map] = [orderLines(categories), mapLines(categories)];
  return [
    { name: "ICD-10-CM, made up", path: written("order.txt", order), ...intoConcepts },
    { name: "GEM, made up", path: written("map.txt", map), ...intoPairs },
  ];
}
