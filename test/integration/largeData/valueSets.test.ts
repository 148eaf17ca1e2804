import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importCodeSystem } from "../../../src/commands/imports/importCodeSystem.js";
import { importCollection } from "../../../src/commands/imports/importCollection.js";
import { fhirCodeSystem } from "../../../src/importers/fhir/codeSystem.js";
import { valueSet } from "../../../src/importers/fhir/valueSet.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { ABSENT, hasReleases, releaseFile, releaseFiles, releasePath } from "./releases.js";

const json = (path: string) => JSON.parse(readFileSync(releasePath(path), "utf8"));
const ofFhir = hasReleases ? releaseFiles().filter((path) => /^fhir\/.*\.json$/.test(path)) : [];
const sets = ofFhir.filter((path) => json(path).resourceType === "ValueSet");
const systems = ofFhir.filter(
  (path) => json(path).resourceType === "CodeSystem" && json(path).content !== "supplement",
);

describe.runIf(hasReleases)(`the ValueSets of HL7${hasReleases ? "" : ABSENT}`, () => {
  const { database } = useTestDatabase();
  const common = {
    version: null,
    otherwiseVersion: "8.0.0",
    owner: null,
    released: true,
    older: false,
    skipBadLines: false,
    dryRun: false,
    by: "tester",
    now: FIXED_NOW,
    newUuid: randomUUID,
  };

  it("go in", async () => {
    for (const path of systems) {
      const r = await importCodeSystem(database, {
        ...common,
        format: fhirCodeSystem,
        files: [releaseFile(path)],
        codeSystem: null,
      });
      if (!r.ok) console.log(path, r.failure.message);
    }
    for (const path of sets) {
      const r = await importCollection(database, { ...common, format: valueSet, files: [releaseFile(path)] });
      if (!r.ok) console.log(path, r.failure);
      else console.log(path, JSON.stringify(r.value).slice(0, 700));
      const again = await importCollection(database, { ...common, format: valueSet, files: [releaseFile(path)] });
      expect(again).toMatchObject({ ok: r.ok });
      if (r.ok) expect(again).toMatchObject({ value: { outcome: "UNCHANGED" } });
    }
    expect(sets.length).toBe(69);
  }, 300_000);
});
