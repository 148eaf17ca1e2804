import { importCodeSystem } from "../../src/commands/imports/importCodeSystem.js";
import type { CodeSystemReport } from "../../src/commands/imports/report.js";
import type { CodeSystemFormat } from "../../src/importers/format.js";
import type { ConceptContent } from "../../src/rules/codeSystems/content.js";
import type { Database } from "../../src/store/database.js";
import { FIXED_NOW } from "./clock.js";

/** A concept as a test cares about it: a code alone, or what differs from the usual one. */
export type TestConcept = string | (Partial<ConceptContent> & { readonly code: string });

/** Which release of which code system, and what is not usual about it. */
export interface TestRelease {
  readonly codeSystem: string;
  readonly version: string;
  readonly released?: boolean;
  readonly older?: boolean;
  readonly by?: string;
  readonly now?: Date;
}

/** `A00` is a concept of class Diagnosis that is called "Name of A00". */
function conceptOf(concept: TestConcept): ConceptContent {
  const given = typeof concept === "string" ? { code: concept } : concept;
  return {
    conceptClass: "Diagnosis",
    datatype: "N/A",
    names: [
      {
        name: `Name of ${given.code}`,
        locale: "en",
        localePreferred: true,
        nameType: "FULLY_SPECIFIED",
        externalId: null,
      },
    ],
    descriptions: [],
    parents: [],
    retired: false,
    externalId: null,
    extras: {},
    ...given,
  };
}

function formatOf(codeSystem: string, concepts: readonly TestConcept[]): CodeSystemFormat {
  return {
    kind: "CODE_SYSTEM",
    name: "test",
    title: "Test content",
    codeSystem,
    recognises: () => false,
    async *read() {
      for (const [at, concept] of concepts.entries()) {
        yield { line: at + 1, lines: 1, content: conceptOf(concept) };
      }
    },
  };
}

/** Puts a release of a code system in, as the command line does. */
export async function importConcepts(
  database: Database,
  release: TestRelease,
  concepts: readonly TestConcept[],
): Promise<CodeSystemReport> {
  const usual = { released: true, older: false, by: "importer", now: FIXED_NOW };
  const imported = await importCodeSystem(database, {
    ...usual,
    ...release,
    format: formatOf(release.codeSystem, concepts),
    files: [],
    skipBadLines: false,
    dryRun: false,
  });
  if (!imported.ok) throw new Error(imported.failure.message);
  return imported.value;
}
