import { randomUUID } from "node:crypto";
import { exportCrosswalk } from "../../../src/commands/exports/exportCrosswalk.js";
import {
  type CrosswalkImport,
  importCrosswalk,
} from "../../../src/commands/imports/importCrosswalk.js";
import type { CrosswalkFormat, SourceFile } from "../../../src/importers/format.js";
import type { MapFormat } from "../../../src/rules/crosswalks/forms/mapFormats.js";
import type { Database } from "../../../src/store/database.js";
import { FIXED_NOW } from "../../support/clock.js";

/** Puts crosswalks in and takes them out. */
export function crosswalkFiles(database: Database) {
  const putAs = async (
    crosswalk: CrosswalkImport["crosswalk"],
    format: CrosswalkFormat,
    files: readonly SourceFile[],
  ) => {
    const result = await importCrosswalk(database, {
      organization: "Demo",
      crosswalk,
      release: null,
      format,
      files,
      layout: null,
      strict: false,
      skipBadLines: false,
      dryRun: false,
      by: "tester",
      now: FIXED_NOW,
      newUuid: randomUUID,
    });
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };
  const taken = async (identifier: string, format: MapFormat) => {
    const result = await exportCrosswalk(database, { identifier, version: null, format });
    if (!result.ok) throw new Error(result.failure);
    const texts: string[] = [];
    for await (const { text } of result.value.pieces) texts.push(text);
    return texts.join("");
  };
  const put = (format: CrosswalkFormat, ...given: readonly SourceFile[]) =>
    putAs(null, format, given);
  const putNamed = (name: string, format: CrosswalkFormat, ...given: readonly SourceFile[]) =>
    putAs({ name }, format, given);
  return { put, putNamed, taken };
}
