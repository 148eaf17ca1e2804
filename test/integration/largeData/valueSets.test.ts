import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { collectionToExport } from "../../../src/commands/exports/collectionToExport.js";
import { exportCollection } from "../../../src/commands/exports/exportCollection.js";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCollection } from "../../../src/commands/imports/importCollection.js";
import type { CollectionReport } from "../../../src/commands/imports/report.js";
import { valueSet } from "../../../src/importers/fhir/valueSet.js";
import type { SourceFile } from "../../../src/importers/format.js";
import { formatNamed } from "../../../src/importers/formats.js";
import { inOrder } from "../../../src/importers/gathered/inOrder.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { sourceFile } from "../../unit/importers/sourceFiles.js";
import { LOINC, SNOMED } from "./counts.js";
import { expanded, type FhirSet, isWhole, json, plainSystems } from "./expander.js";
import { ABSENT, hasReleases, releaseFile, releaseFiles } from "./releases.js";

const ofFhir = hasReleases ? releaseFiles().filter((path) => /^fhir\/.*\.json$/.test(path)) : [];
const paths = ofFhir.filter((path) => json(path).resourceType === "ValueSet");

describe.runIf(hasReleases)(`the ValueSets of HL7${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const common = {
    ...{ released: true, older: false, skipBadLines: false, dryRun: false },
    ...{ by: "tester", now: FIXED_NOW, newUuid: randomUUID },
  };
  const reports = new Map<string, CollectionReport>();

  async function putSystem(
    name: string,
    files: readonly string[],
    codeSystem: string | null = null,
    version: string | null = codeSystem === null ? null : "1",
  ): Promise<void> {
    const format = formatNamed(name);
    if (format?.kind !== "CODE_SYSTEM") throw new Error(`no format ${name}`);
    const about = { format, codeSystem, version, files: files.map(releaseFile) };
    const put = await importCodeSystem(database, {
      ...common,
      ...about,
      otherwiseVersion: "8.0.0",
    });
    if (!put.ok) throw new Error(`${files.join()}: ${put.failure.message}`);
  }

  async function putSet(file: SourceFile): Promise<CollectionReport> {
    const about = { format: valueSet, files: [file], version: null, otherwiseVersion: "8.0.0" };
    const put = await importCollection(database, { ...common, ...about, owner: null });
    if (!put.ok) throw new Error(`${file.name}: ${JSON.stringify(put.failure)}`);
    return put.value;
  }

  async function taken(url: string, format: "FHIR_R4" | "FHIR_R5") {
    const found = await collectionToExport(database, { url, version: null, now: FIXED_NOW });
    if (!found.ok) throw new Error(found.failure);
    const written = await exportCollection(database, { ...found.value, format });
    if (!written.ok) throw new Error(written.failure);
    const texts: string[] = [];
    for await (const { text } of written.value.pieces) texts.push(text);
    return texts.join("");
  }

  beforeAll(async () => {
    const systems = ofFhir.filter((path) => {
      const { resourceType, content } = json(path);
      return resourceType === "CodeSystem" && content !== "supplement";
    });
    for (const path of systems) await putSystem("fhir-code-system", [path]);
    await putSystem("loinc-csv", LOINC, "loinc");
    await putSystem("snomed-rf2", SNOMED, "snomedusedition", "20200731");
    await putSystem("cvx-xml", ["cvx/2025-12-09/cvx.xml"], "cvx");
  }, 300_000);

  it("are 69, and all of them go in", async () => {
    const imports = paths.map((path) => {
      const file = { ...releaseFile(path), name: path, label: path, size: 0 };
      return { format: valueSet, files: [file], otherwiseVersion: null };
    });
    for (const { files } of await inOrder(imports)) {
      const [file] = files;
      if (file) reports.set(file.name, await putSet(file));
    }
    expect(reports.size).toBe(69);
    const all = [...reports.values()];
    expect(all.every(({ outcome, registered }) => outcome === "IMPORTED" && registered)).toBe(true);
    const lines = all.reduce((sum, { references }) => sum + references, 0);
    const entries = paths
      .map(json)
      .flatMap(({ compose }: FhirSet) => [...compose.include, ...(compose.exclude ?? [])]);
    const listed = entries.reduce((sum, { concept }) => sum + (concept?.length ?? 1), 0);
    expect(lines + all.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(listed);
    expect(listed).toBe(26_524);
  }, 300_000);

  it("hold what an independent count finds, wherever their code systems are here", async () => {
    const systems = plainSystems();
    const sets = new Map(paths.map(json).map((one: FhirSet) => [one.url, one]));
    const counted: Record<string, number> = {};
    for (const path of paths) {
      const set = json(path) as FhirSet;
      if (!isWhole(set, systems, sets)) continue;
      const written = JSON.parse(await taken(reports.get(path)?.collection ?? "", "FHIR_R4"));
      const members = (written.expansion.contains ?? []).map(
        ({ system, code }: Record<string, string>) => `${system}|${code}`,
      );
      const expected = expanded(set, systems, sets);
      expect([path, new Set(members)]).toEqual([path, expected]);
      expect(written.expansion.total).toBe(expected.size);
      counted[path.replace(/^.*\/|\.json$/g, "")] = expected.size;
    }
    expect(Object.keys(counted).length).toBe(43);
    expect(counted).toMatchObject({
      "ValueSet-v3-ActCode": 1302,
      "ValueSet-snomed-intl-gps": 26_158,
    });
  }, 300_000);

  it.each(paths)("come out as they were, and go in again without a change: %s", async (path) => {
    const report = reports.get(path);
    const { text: _, compose, expansion: __, ...header } = json(path);
    const url = report?.collection ?? "";
    const again = async (file: SourceFile) => await putSet(file);
    expect(await again(releaseFile(path))).toMatchObject({ outcome: "UNCHANGED" });
    for (const release of ["FHIR_R4", "FHIR_R5"] as const) {
      const written = await taken(url, release);
      const { compose: composed, ...rest } = JSON.parse(written);
      expect(rest).toMatchObject(trimmed(header));
      expect(content(composed)).toEqual(content(compose));
      expect(await again(sourceFile(path, written))).toMatchObject({ outcome: "UNCHANGED" });
    }
  });
});

/** Texts of a collection have no blanks around them, and English is not said. */
function trimmed({ language: _, ...header }: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(header).map(([name, value]) => [
      name,
      typeof value === "string" && name === "description" ? value.trim() : value,
    ]),
  );
}

/** What a compose says, concept by concept, each of them once. */
function content({ include, exclude = [], ...rest }: FhirSet["compose"]) {
  const of = (entries: typeof include) =>
    new Set(
      entries.flatMap(({ concept, ...entry }) =>
        (concept ?? [null]).map((one) => JSON.stringify([Object.entries(entry).toSorted(), one])),
      ),
    );
  return { include: of(include), exclude: of(exclude), rest };
}
