import { beforeAll, describe, expect, it } from "vitest";
import { settleTables } from "../../../src/store/maintenance.js";
import { fault, type Input } from "../../support/authoringGraph.js";
import { importConcepts } from "../../support/content.js";
import { planOf } from "../../support/plans.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { named, useAuthor } from "./world.js";

const { database, takeSent, mutate, carriedOut, refused, newSystem, newConcept } = useAuthor();
const customValidationSchema = "OpenMRS";
const full = (name: string, more: Input = {}) =>
  named(name, { nameType: "FULLY_SPECIFIED", ...more });
let slug: string;
let count = 0;

beforeAll(async () => {
  slug = await newSystem({ customValidationSchema });
});

function attempt(more: Input, codeSystem = slug): Input {
  count += 1;
  const names = [full(`Unique ${count}`)];
  return { codeSystem, code: `c${count}`, conceptClass: "Misc", names, ...more };
}

const NEVER = "cannot be marked as locale preferred";
const TWICE = "A concept may not have more than one preferred name (per locale)";
const rules: Readonly<Record<string, readonly [Input, readonly Input[]]>> = {
  "no fully specified name": [
    { names: [named("a")] },
    [fault("names", "A concept must have at least one fully specified name")],
  ],
  "two fully specified names in one language": [
    { names: [full("f1"), full("f2"), full("f1", { locale: "fr" })] },
    [
      fault(
        "names.1.nameType",
        "A concept may not have more than one fully specified name in any locale",
      ),
    ],
  ],
  "two short names in one language": [
    { names: [full("s1"), ...["x", "y"].map((name) => named(name, { nameType: "Short" }))] },
    [fault("names.2.nameType", "A concept may not have more than one short name in any locale")],
  ],
  "two preferred names in one language": [
    { names: [full("p1", { localePreferred: true }), named("p2", { localePreferred: true })] },
    [fault("names.1.localePreferred", TWICE)],
  ],
  "a preferred short name": [
    { names: [full("q1"), named("q2", { nameType: "SHORT", localePreferred: true })] },
    [fault("names.1.localePreferred", `A short name ${NEVER}`)],
  ],
  "a preferred index term": [
    { names: [full("r1"), named("r2", { nameType: "Index Term", localePreferred: true })] },
    [fault("names.1.localePreferred", `An index term ${NEVER}`)],
  ],
  "one name twice in a language": [
    { names: [full("t1"), named("t1"), named("t1", { locale: "fr" })] },
    [fault("names.1.name", "All names except short names must be unique for a concept and locale")],
  ],
  "words that no list has": [
    {
      conceptClass: "Nonsense",
      datatype: "Number",
      names: [full("w1"), named("w2", { locale: "xx", nameType: "Nickname" })],
      descriptions: [{ description: "d", locale: "qq-GB", descriptionType: "Poem" }],
    },
    [
      fault("conceptClass", '"Nonsense" is no concept class that the schema knows'),
      fault("datatype", '"Number" is no datatype that the schema knows'),
      fault("names.1.locale", '"xx" is no locale that the schema knows'),
      fault("names.1.nameType", '"Nickname" is no name type that the schema knows'),
      fault("descriptions.0.locale", '"qq-GB" is no locale that the schema knows'),
      fault(
        "descriptions.0.descriptionType",
        '"Poem" is no description type that the schema knows',
      ),
    ],
  ],
  "external ids of 37 characters": [
    {
      externalId: "x".repeat(37),
      names: [full("e1", { externalId: "x".repeat(37) })],
      descriptions: [{ description: "d", externalId: "x".repeat(37) }],
    },
    ["externalId", "names.0.externalId", "descriptions.0.externalId"].map((path) =>
      fault(path, "An external id cannot be more than 36 characters"),
    ),
  ],
};

describe("the OpenMRS schema refuses", () => {
  it.each(Object.keys(rules))("%s", async (rule) => {
    const [more, faults] = rules[rule] ?? [{}, []];
    await refused("createConcept", attempt(more), faults);
    const input = attempt({});
    await carriedOut("createConcept", input);
    await refused("editConcept", { codeSystem: slug, code: input.code, ...more }, faults);
  });

  it("a fully specified or preferred name that another concept has in that language", async () => {
    const typed = (name: string, more: Input = {}) =>
      named(name, { nameType: "FULLY_SPECIFIED", localePreferred: true, ...more });
    await carriedOut("createConcept", attempt({ code: "first", names: [typed("Taken")] }));
    const message = "Concept fully specified name must be unique for same source and locale";
    const conflict = [fault("names.0.name", `${message}: first has it`)];
    await refused("createConcept", attempt({ names: [full(" Taken ")] }), conflict);
    await carriedOut("createConcept", attempt({ names: [full("Taken", { locale: "fr" })] }));
    await carriedOut("createConcept", attempt({ names: [full("taken"), named("Taken")] }));
    const other = await newSystem({ customValidationSchema });
    await carriedOut("createConcept", attempt({ names: [full("Taken")] }, other));

    await carriedOut("retireConcept", { codeSystem: slug, code: "first" });
    const input = attempt({ code: "second", names: [full("Taken")] });
    await carriedOut("createConcept", input);
    await refused("reviveConcept", { codeSystem: slug, code: "first" }, [
      fault("names.0.name", `${message}: second has it`),
    ]);
    const renamed = { codeSystem: slug, code: "second", names: [full("Free")] };
    await carriedOut("editConcept", renamed);
    await carriedOut("reviveConcept", { codeSystem: slug, code: "first" });
  });
});

it("takes what satisfies it, all words of its lists among them", async () => {
  const names = [
    full("Good", { localePreferred: true, externalId: "x".repeat(36) }),
    named("G", { nameType: "SHORT" }),
    named("G", { nameType: "INDEX_TERM" }),
    full("Bon", { locale: "fr-CA" }),
    named("Bien", { locale: "fr" }),
  ];
  const descriptions = [{ description: "d", descriptionType: "Definition" }, { description: "e" }];
  await carriedOut("createConcept", attempt({ datatype: "Coded", names, descriptions }));
});

it("does not look at retired concepts", async () => {
  const input = attempt({});
  await carriedOut("createConcept", input);
  const edit = { codeSystem: slug, code: input.code };
  await carriedOut("retireConcept", edit);
  const broken = { conceptClass: "Nonsense", names: [named("no full name")] };
  await carriedOut("editConcept", { ...edit, ...broken });
  await refused("reviveConcept", edit, [
    fault("names", "A concept must have at least one fully specified name"),
    fault("conceptClass", '"Nonsense" is no concept class that the schema knows'),
  ]);
});

describe("taking the schema on", () => {
  it("is refused with the first hundred concepts that don't satisfy it", async () => {
    const large = await newSystem({ shortCode: "Large", slug: "large" });
    for (const at of [2, 1]) await newConcept(large, `a${at}`, { names: [full("Both")] });
    await newConcept(large, "b", { names: [named("x")] });
    await newConcept(large, "c", { conceptClass: "Unheard" });
    await newConcept(large, "d", { names: [full("Good")], conceptClass: "Misc" });
    await newConcept(large, "e");
    await carriedOut("retireConcept", { codeSystem: large, code: "e" });
    const offence = (text: string) => fault("customValidationSchema", text);
    const both = 'the name "Both" must be unique for same source and locale';
    const missing = "A concept must have at least one fully specified name";
    const input = { codeSystem: large, customValidationSchema };
    const four = [
      offence(`a1: ${both}`),
      offence(`a2: ${both}`),
      offence(`b: ${missing}`),
      offence(`c: ${missing}`),
    ];
    await refused("editCodeSystem", input, four);
    await importConcepts(
      database,
      { codeSystem: large, version: "1" },
      Array.from({ length: 150 }, (_, at) => ({ code: `${at + 1000}`, conceptClass: "Unheard" })),
    );
    const answer = await mutate("editCodeSystem", input);
    expect(answer.userErrors).toHaveLength(100);
    expect(answer.userErrors.at(-1)).toEqual(
      offence('1099: "Unheard" is no concept class that the schema knows'),
    );
  });

  it("holds from then on, for names that were there before, until it is given up", async () => {
    const own = await newSystem();
    await newConcept(own, "a", { names: [full("There")] });
    await carriedOut("editCodeSystem", { codeSystem: own, customValidationSchema });
    const message = "Concept fully specified name must be unique for same source and locale";
    const conflict = [fault("names.0.name", `${message}: a has it`)];
    const input = attempt({ names: [full("There")] }, own);
    await refused("createConcept", input, conflict);
    await importConcepts(database, { codeSystem: own, version: "1" }, [
      { code: "b", conceptClass: "Misc" },
    ]);
    await carriedOut("createConcept", input);
    const imported = attempt({ names: [full("Name of b")] }, own);
    await refused("createConcept", imported, [fault("names.0.name", `${message}: b has it`)]);
    for (const none of ["None", null, ""]) {
      await carriedOut("editCodeSystem", { codeSystem: own, customValidationSchema: none });
      await carriedOut("createConcept", attempt({ names: [full("Name of b")] }, own));
      if (none !== "") break;
    }
  });
});

it("finds another's name by an index, however many there are", async () => {
  const big = await newSystem({ customValidationSchema });
  const codes = Array.from({ length: 3000 }, (_, at) => `n${at}`);
  await importConcepts(database, { codeSystem: big, version: "1" }, codes);
  await settleTables(database, "CONCEPTS");
  takeSent();
  await refused("createConcept", attempt({ names: [full("Name of n77")] }, big), [
    fault(
      "names.0.name",
      "Concept fully specified name must be unique for same source and locale: n77 has it",
    ),
  ]);
  const looking = takeSent().find(({ text }) => text.includes("from claimed_name"));
  const steps = looking ? await planOf(database, looking) : [];
  const scans = steps.filter((step) => step["Relation Name"] === "claimed_name");
  expect(scans.map((step) => step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0))).toEqual([
    1,
  ]);
});

// The lists are everybody's from then on, so this comes last.
it("reads the lookup code systems of organization OCL where they are here", async () => {
  await makeOrganization(database, "OCL");
  const as = await memberOf(database, "OCL");
  const list = (shortCode: string) =>
    carriedOut("createCodeSystem", { owner: "OCL", shortCode, name: shortCode }, { as });
  await list("Classes");
  await carriedOut("createConcept", attempt({}));
  const entry = (codeSystem: string, code: string, name: string) =>
    carriedOut("createConcept", { ...attempt({}, codeSystem), code, names: [named(name)] }, { as });
  await entry("classes", "nonsense", "Nonsense");
  await entry("classes", "Gone", "Gone");
  await carriedOut("retireConcept", { codeSystem: "classes", code: "Gone" }, { as });
  await list("NameTypes");
  await entry("nametypes", "1", "Fully Specified");
  const unknown = (word: string) =>
    fault("conceptClass", `"${word}" is no concept class that the schema knows`);
  await refused("createConcept", attempt({}), [unknown("Misc")]);
  await refused("createConcept", attempt({ conceptClass: "Gone" }), [unknown("Gone")]);
  await carriedOut("createConcept", attempt({ conceptClass: "Nonsense" }));
  await carriedOut("createConcept", attempt({ conceptClass: "nonsense" }));
  const short = [full("With short"), named("s", { nameType: "SHORT" })];
  await refused("createConcept", attempt({ conceptClass: "nonsense", names: short }), [
    fault("names.1.nameType", '"SHORT" is no name type that the schema knows'),
  ]);
});
