import type { ConceptName } from "../../../src/rules/codeSystems/content.js";
import type { Database } from "../../../src/store/database.js";
import { importConcepts, type TestConcept } from "../../support/content.js";

/** A name in English; with a language before it, `fr:Choléra`, in that. The first one is the display. */
export function named(
  code: string,
  ...names: readonly string[]
): { code: string; names: ConceptName[] } {
  return { code, names: names.map((text, at) => nameOf(text, at === 0)) };
}

function nameOf(text: string, localePreferred: boolean): ConceptName {
  const [, locale = "en", name = text] = /^([a-z]{2}(?:-[A-Z]{2})?):(.*)$/.exec(text) ?? [];
  return { name, locale, localePreferred, nameType: null, externalId: null };
}

const below = (parent: string, concept: TestConcept & object): TestConcept => ({
  ...concept,
  parents: [parent],
});

/** A small ICD-10-CM whose codes and names show every kind of hit. */
export const diseases: readonly TestConcept[] = [
  { ...named("A00", "Cholera", "fr:Choléra"), conceptClass: "Category" },
  below("A00", named("A00.0", "Cholera due to Vibrio cholerae 01", "Classical cholera")),
  below("A00", named("A00.9", "Cholera, unspecified")),
  named("E10", "Type 1 diabetes mellitus", "Juvenile diabetes"),
  named("E11", "Type 2 diabetes mellitus", "Adult-onset diabetes"),
  named("E23.2", "Diabetes insipidus"),
  named("H81.0", "Ménière's disease", "fr:Maladie de Ménière"),
  named("K81", "Cholecystitis"),
  named("R73", "Elevated blood glucose level", "Prediabetes", "Diabetes, latent"),
  { ...named("U07", "Diabetes of old"), retired: true },
  named("Z22.1", "Carrier of cholera", "de-AT:Choleraträger", "zh:霍乱弧菌携带者"),
];

/** Puts the corpus in, and what disturbs: another code system, and one that needs a licence. */
export async function makeCorpus(database: Database): Promise<void> {
  await importConcepts(database, { codeSystem: "icd10cm", version: "2026" }, diseases);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, [
    named("A00", "Cholera vaccine"),
    { ...named("7", "Cholera"), datatype: "Text" },
  ]);
  await importConcepts(database, { codeSystem: "cpt2025", version: "1" }, [
    named("90625", "Cholera vaccine, live"),
    named("A000", "Cholera of the licensed"),
  ]);
}
