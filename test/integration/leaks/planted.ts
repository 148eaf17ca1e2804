import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { addReferences } from "../../../src/commands/references/addReferences.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import { putMember } from "../../../src/store/access/writes.js";
import type { Database } from "../../../src/store/database.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCollection, makeCrosswalk, makeMapping } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import type { Ask } from "../../support/graph.js";
import { CVX_FILE, queuedImport, runNext } from "../../support/jobs.js";
import { callerOf, grantLicence } from "../../support/viewers.js";
import { addLater } from "../references/laterWorld.js";

/** A word that stands in every text of the licensed content, its codes included, and nowhere else. */
export const MARKER = "xyzzyplugh";

/** Codes that stand in a crosswalk, where they may be read by all who read it. */
export const ROW_CODES = ["93303", "93304"] as const;
export const HIDDEN_CODE = `H-${MARKER}`;
export const IDENTIFIER = "11111111-1111-4111-8111-111111111111";
/** Demo's collection. */
export const COLLECTION = "/orgs/Demo/collections/Seen/";
export const COLLECTION_UID = "22222222-2222-4222-8222-222222222222";
export const ENDS = new Date(FIXED_NOW.getTime() + 60_000);

function concept(
  code: string,
  content: string,
  more: Partial<ConceptContent> = {},
): Partial<ConceptContent> & { readonly code: string } {
  const names = ["en", "fr"].map((locale) => ({
    name: `${content} name of ${code} in ${locale}`,
    locale,
    localePreferred: locale === "en",
    nameType: content,
    externalId: content,
  }));
  const description = {
    description: `${content} description`,
    locale: "en",
    localePreferred: true,
    descriptionType: content,
    externalId: content,
  };
  return {
    code,
    names,
    descriptions: [description],
    conceptClass: content,
    datatype: content,
    externalId: content,
    extras: { [content]: content },
    ...more,
  };
}

/** Three versions of CPT: with children, changed and retired concepts, a code that goes, and one yet to come. */
function releases(content: string, hidden: string) {
  const [first, second] = ROW_CODES;
  return [
    [
      concept(first, content),
      concept(second, content, { parents: [first] }),
      concept(hidden, content),
    ],
    [
      concept(first, `${content} changed`),
      concept(second, content, { parents: [first], retired: true }),
      concept(`${hidden}-2`, content, { parents: [first] }),
    ],
    [concept(first, `${content} unreleased`), concept(`${hidden}-3`, content)],
  ];
}

/** The same history with other content, of which those without a licence must see no difference. */
function otherReleases() {
  const [first] = ROW_CODES;
  return [[concept(first, "bare")], [concept(first, "other")], [concept("Z", "last")]];
}

/**
 * A world with licensed content, and with Demo's crosswalk from and to its codes. Demo's licence ends at
 * {@link ENDS}.
 */
export async function plant(database: Database, which: "MARKED" | "OTHER"): Promise<void> {
  const contents = which === "MARKED" ? releases(MARKER, HIDDEN_CODE) : otherReleases();
  for (const [at, concepts] of contents.entries()) {
    const release = { codeSystem: "cpt2025", version: String(2025 + at), released: at < 2 };
    await importConcepts(database, release, concepts);
  }
  await importConcepts(database, { codeSystem: "icd10cm", version: "2026" }, ["A00.0"]);
  await grantLicence(database, { to: "Demo", licensor: "AMA", expiresAt: ENDS });
  const licensed = await callerOf(database, { user: "demo" });
  const [first, second] = ROW_CODES;
  const pair = (sourceCodeSystem: string, targetCodeSystem: string) => ({
    sourceCodeSystem,
    sourceCode: sourceCodeSystem === "ndc" ? "1" : first,
    targetCodeSystem,
    targets: [{ targetCode: targetCodeSystem === "cpt2025" ? first : "A00.0" }],
  });
  await makeCrosswalk(
    { ...commandsOf(database, licensed), newUuid: () => IDENTIFIER },
    {
      customAttributes: [{ key: "k", value: "v" }],
      mappings: [
        pair("cpt2025", "icd10cm"),
        pair("ndc", "cpt2025"),
        { ...pair("ndc", "cpt2025"), sourceCode: second },
      ],
    },
  );
  await makeCollection(
    { ...commandsOf(database, licensed), newUuid: () => COLLECTION_UID },
    "Seen",
  );
  await plantMappings(database, which);
  // As many members with one content as with the other: how many there are is no secret.
  let references = 0;
  const newUuid = () => {
    references += 1;
    return `33333333-3333-4333-8333-${String(references).padStart(12, "0")}`;
  };
  await addReferences(
    { ...commandsOf(database, licensed), newUuid },
    {
      collection: COLLECTION,
      mode: "DYNAMIC",
      expressions: [
        `/orgs/AMA/sources/CPT-2025/concepts/${first}/`,
        "/orgs/AMA/sources/CPT-2025/HEAD/mappings/",
        "/orgs/CDC/sources/ICD-10-CM/concepts/?code=A00.0",
      ],
    },
  );
  await addCrosswalkMappings(commandsOf(database, licensed), {
    identifier: IDENTIFIER,
    version: 1,
    draft: false,
    mappings: [pair("cpt2025", "cpt2025")],
  });
}

/**
 * Mappings in the licensed system, and from a free one into it. What these call their targets is content of
 * the licensed system.
 */
async function plantMappings(database: Database, which: "MARKED" | "OTHER"): Promise<void> {
  const licensed = await callerOf(database, { user: "demo" });
  const authors = await callerOf(database, { organizations: ["AMA", "CDC"] });
  const context = commandsOf(database, {
    ...licensed,
    organizations: [...licensed.organizations, ...authors.organizations],
  });
  const [first] = ROW_CODES;
  const named = which === "MARKED" ? MARKER : "other";
  await makeMapping(context, {
    codeSystem: "icd10cm",
    fromConcept: "A00.0",
    toSourceUrl: "/orgs/AMA/sources/CPT-2025/",
    toConceptCode: first,
    toConceptName: named,
  });
  await makeMapping(context, {
    codeSystem: "cpt2025",
    fromConcept: first,
    toSourceUrl: "/orgs/CDC/sources/ICD-10-CM/",
    toConceptCode: "A00.0",
    externalId: named,
    extras: { [named]: named },
  });
}

/** Lets the licensed caller have a job of each kind that has ended; answers their ids. */
export async function plantJobs(database: Database, ask: Ask): Promise<readonly string[]> {
  await database.write(({ queries }) =>
    putMember(queries, { organization: "CDC-NCIRD", user: "demo", role: "MEMBER" }),
  );
  const as = await callerOf(database, { user: "demo" });
  const content = CVX_FILE.replace("\n", "\nno vaccine\n");
  const imported = await queuedImport(ask, as, { content, skipBadLines: true });
  await runNext(database);
  const [first] = ROW_CODES;
  // It is there already: nothing is added, and is said so.
  const expressions = [`/orgs/AMA/sources/CPT-2025/concepts/${first}/`];
  const added = await addLater(ask, as, { collection: COLLECTION, expressions, mode: "DYNAMIC" });
  await runNext(database);
  return [imported, added];
}
