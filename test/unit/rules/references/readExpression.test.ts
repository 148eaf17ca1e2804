import { describe, expect, it } from "vitest";
import type {
  ReferenceDefinition,
  ReferenceFilter,
} from "../../../../src/rules/references/definition.js";
import { expressionOf } from "../../../../src/rules/references/expressionOf.js";
import { readExpression } from "../../../../src/rules/references/readExpression.js";
import { canonical, definition, repository } from "./definitions.js";

const jane = { kind: "USER", name: "jane" } as const;
const none = { system: null } as const;
const eq = (property: string, value: string) => ({ property, op: "=" as const, value });

function read(text: string, caller: string | null = "jane") {
  const result = readExpression(text, caller);
  return result.ok ? result.value : result.failure;
}

type Row = [text: string, says: Partial<ReferenceDefinition>, stored?: string];

type FilterRow = [query: string, filters: readonly ReferenceFilter[], stored?: string];

describe("the expressions of concepts, mappings and repositories", () => {
  const S = "/orgs/O/sources/S/";
  it.each<Row>([
    [`${S}concepts/`, {}],
    ["orgs/O/sources/S/concepts", {}, `${S}concepts/`],
    [` ${S}concepts/ `, {}, `${S}concepts/`],
    [`${S}v1/concepts/`, { system: repository("S@v1") }],
    [`${S}versions/v1/concepts/`, { system: repository("S@v1") }, `${S}v1/concepts/`],
    [`${S}HEAD/concepts/`, { system: repository("S@HEAD") }],
    [`${S}latest/concepts/`, {}, `${S}concepts/`],
    [`${S}concepts/12/`, { code: "12" }],
    [`${S}v1/concepts/12/`, { system: repository("S@v1"), code: "12" }],
    [`${S}concepts/12/345/`, { code: "12", resourceVersion: "345" }],
    [
      `${S}v1/concepts/12/3`,
      { system: repository("S@v1"), code: "12", resourceVersion: "3" },
      `${S}v1/concepts/12/3/`,
    ],
    [`${S}concepts/A%2FB%3F/`, { code: "A/B?" }],
    [`${S}concepts/A:B/`, { code: "A:B" }, `${S}concepts/A%3AB/`],
    [`${S}concepts/concepts/`, { code: "concepts" }],
    [`${S}mappings/`, { referenceType: "MAPPINGS" }],
    [`${S}v1/mappings/`, { referenceType: "MAPPINGS", system: repository("S@v1") }],
    [`${S}mappings/m-1/`, { referenceType: "MAPPINGS", code: "m-1" }],
    [`${S}mappings/m-1/2/`, { referenceType: "MAPPINGS", code: "m-1", resourceVersion: "2" }],
    [`${S}concepts/12/mappings/`, { referenceType: "MAPPINGS", code: "12", mappingsOf: "DIRECT" }],
    [
      `${S}concepts/12/mappings/?includeInverseMappings=true`,
      { referenceType: "MAPPINGS", code: "12", mappingsOf: "WITH_INVERSE" },
    ],
    [
      `${S}concepts/12/mappings/?include_inverse_mappings=false`,
      { referenceType: "MAPPINGS", code: "12", mappingsOf: "DIRECT" },
      `${S}concepts/12/mappings/`,
    ],
    [
      `${S}concepts/12/mappings?mapType=SAME-AS`,
      {
        referenceType: "MAPPINGS",
        code: "12",
        mappingsOf: "DIRECT",
        filters: [eq("mapType", "SAME-AS")],
      },
      `${S}concepts/12/mappings/?mapType=SAME-AS`,
    ],
    [S, { referenceType: "ALL" }],
    [`${S}v1/`, { referenceType: "ALL", system: repository("S@v1") }],
    [`${S}?q=fever`, { referenceType: "ALL", filters: [eq("q", "fever")] }],
    [
      "/users/jane/sources/S/concepts/1/",
      {
        system: { repository: { owner: jane, kind: "CODE_SYSTEM", shortCode: "S" }, version: null },
        code: "1",
      },
    ],
    [
      "/user/sources/S/concepts/1/",
      {
        system: { repository: { owner: jane, kind: "CODE_SYSTEM", shortCode: "S" }, version: null },
        code: "1",
      },
      "/users/jane/sources/S/concepts/1/",
    ],
    ["/orgs/O/collections/C/concepts/", { ...none, valuesets: [repository("C*")] }],
    [
      "/orgs/O/collections/C/v1/concepts/12/345/",
      { ...none, valuesets: [repository("C*@v1")], code: "12", resourceVersion: "345" },
    ],
    [
      "/orgs/O/collections/C/v1/",
      { ...none, referenceType: "ALL", valuesets: [repository("C*@v1")] },
    ],
    [
      `${S}concepts/12/?cascade=sourceMappings`,
      { code: "12", cascade: "SOURCE_MAPPINGS" },
      `${S}concepts/12/?cascade=sourcemappings`,
    ],
    [`${S}mappings/?cascade=sourcemappings`, { referenceType: "MAPPINGS" }, `${S}mappings/`],
    [
      `${S}concepts/?valueset=/orgs/O/collections/C/|v1&valueset=http://vs|2`,
      { valuesets: [repository("C*@v1"), canonical("http://vs", "2")] },
      `${S}concepts/?valueset=/orgs/O/collections/C/v1/&valueset=http://vs%7C2`,
    ],
    ["/concepts/?q=malaria", { ...none, filters: [eq("q", "malaria")] }],
    [
      "/mappings/?fromConcept=/orgs/O/sources/S/concepts/1/",
      {
        ...none,
        referenceType: "MAPPINGS",
        filters: [eq("fromConcept", "/orgs/O/sources/S/concepts/1/")],
      },
    ],
    ["http://loinc.org", { system: canonical("http://loinc.org") }],
    ["http://loinc.org|2.77", { system: canonical("http://loinc.org", "2.77") }],
    ["http://loinc.org/concepts/", { system: canonical("http://loinc.org") }, "http://loinc.org"],
    [
      "http://loinc.org|2.77/concepts/LP1-2/",
      { system: canonical("http://loinc.org", "2.77"), code: "LP1-2" },
    ],
    [
      "http://loinc.org/concepts/LP1-2/3",
      { system: canonical("http://loinc.org"), code: "LP1-2", resourceVersion: "3" },
      "http://loinc.org/concepts/LP1-2/3/",
    ],
    [
      "http://loinc.org/concepts/?valueset=http://vs|2",
      { system: canonical("http://loinc.org"), valuesets: [canonical("http://vs", "2")] },
      "http://loinc.org/concepts/?valueset=http://vs%7C2",
    ],
    ["urn:oid:2.16.840|latest", { system: canonical("urn:oid:2.16.840") }, "urn:oid:2.16.840"],
    [
      "http://loinc.org|HEAD/mappings/",
      { referenceType: "MAPPINGS", system: canonical("http://loinc.org", "HEAD") },
    ],
    [
      "http://loinc.org|1?referenceType=ALL",
      { referenceType: "ALL", system: canonical("http://loinc.org", "1") },
    ],
    ["/concepts/?system=http://x.org/concepts/a", { system: canonical("http://x.org/concepts/a") }],
    [
      "/concepts/1/?valueset=http://vs",
      { ...none, valuesets: [canonical("http://vs")], code: "1" },
    ],
  ])("%s", (text, says, stored = text) => {
    expect(read(text)).toEqual(definition(says));
    expect(expressionOf(definition(says))).toBe(stored);
  });
});

describe("the filters of an expression", () => {
  const list = "/orgs/O/sources/S/concepts/?";
  it.each<FilterRow>([
    ["q=a&conceptClass=Drug", [eq("q", "a"), eq("conceptClass", "Drug")]],
    ["concept_class=Drug", [eq("conceptClass", "Drug")], "conceptClass=Drug"],
    ["class=Drug", [eq("conceptClass", "Drug")], "conceptClass=Drug"],
    ["external_id=a,b", [{ property: "externalId", op: "in", value: "a,b" }], "externalId=a,b"],
    ["id=a&id=b&id=a", [{ property: "code", op: "in", value: "a,b" }], "code=a,b"],
    ["code=a%2Cb", [eq("code", "a,b")]],
    ["code=a%2Cb,c", [{ property: "code", op: "in", value: "a\\,b,c" }]],
    ["code:not-in=a,b", [{ property: "code", op: "not-in", value: "a,b" }]],
    ["code:in=a", [eq("code", "a")], "code=a"],
    ["concept:is-a=A15", [{ property: "code", op: "is-a", value: "A15" }], "code:is-a=A15"],
    [
      "descendantsOf=A15",
      [{ property: "code", op: "descendent-of", value: "A15" }],
      "code:descendent-of=A15",
    ],
    ["q=chest+pain,%20acute", [eq("q", "chest pain, acute")], "q=chest%20pain%2C%20acute"],
    ["q=a&q=b", [eq("q", "a"), eq("q", "b")]],
    ["locale:eq=en&locale:eq=fr", [eq("locale", "en"), eq("locale", "fr")]],
    ["extras.some_key=1", [eq("extras.some_key", "1")]],
    ["extras.a%3Ab:exists=true", [{ property: "extras.a:b", op: "exists", value: "true" }]],
    [
      "name:regex=%5EA.*(b|c)%24",
      [{ property: "name", op: "regex", value: "^A.*(b|c)$" }],
      "name:regex=%5EA.*(b%7Cc)%24",
    ],
    ["&retired=false&", [eq("retired", "false")], "retired=false"],
  ])("%s", (query, filters, stored = query) => {
    expect(read(list + query)).toEqual(definition({ filters }));
    expect(expressionOf(definition({ filters }))).toBe(list + stored);
  });
});

describe("what is no expression", () => {
  const S = "/orgs/O/sources/S/";
  it.each([
    ["", "it is empty"],
    ["  ", "it is empty"],
    ["a\u0000b", "it holds a character that is not text"],
    [`/${"a".repeat(5000)}`, "it has more than 5000 characters"],
    ["/", '"" should be orgs, users or user, or the beginning of a canonical URL'],
    ["foo", '"foo" should be orgs, users or user, or the beginning of a canonical URL'],
    ["/orgs/O/", "it ends before a source or collection is named"],
    ["/orgs/O/sources/", "it ends before a source or collection is named"],
    ["/orgs/O/concepts/1/", '"concepts" should be sources or collections'],
    ["/orgs/O//sources/S/", '"/orgs/O//sources/S/" has a part that is empty'],
    [
      `${S}concepts/%zz/`,
      `"${S}concepts/%zz/" has a % that is not followed by two hexadecimal digits`,
    ],
    [`${S}versions/`, '"versions" must be followed by a version'],
    [`${S}v1/names/`, '"names" should be concepts or mappings'],
    [`${S}summary/`, "\"summary\" can't be a version's label: it is reserved"],
    [
      `${S}a b/`,
      "\"a b\" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them",
    ],
    [`${S}concepts/1/x/`, '"x" is no version of a concept or mapping: they are 1, 2, 3'],
    [`${S}concepts/1/0/`, '"0" is no version of a concept or mapping: they are 1, 2, 3'],
    [`${S}concepts/1/2/3/`, '"3" is too much'],
    [`${S}concepts/1/?q=a`, "one concept or mapping is not filtered"],
    [
      `${S}concepts/?color=red`,
      'Concepts have no property "color"; they have q, externalId, retired, code, name, conceptClass, datatype, locale, parent, child, extras.NAME',
    ],
    [
      `${S}?conceptClass=Drug`,
      'Concepts and mappings have no property "conceptClass"; they have q, externalId, retired, extras.NAME',
    ],
    [
      `${S}mappings/?datatype=Text`,
      'Mappings have no property "datatype"; they have q, externalId, retired, mapType, fromConcept, toConcept, fromCodeSystem, toCodeSystem, extras.NAME',
    ],
    [`${S}concepts/?q=`, '"q" has no value'],
    [`${S}concepts/?q`, '"q" has no value'],
    [`${S}concepts/?q=%`, '"q=%" has a % that is not followed by two hexadecimal digits'],
    [`${S}concepts/?name:like=a`, '"like" is no operator of filters'],
    [
      `${S}concepts/?name:is-a=a`,
      '"name" is not compared by "is-a"; it is by =, in, not-in, regex',
    ],
    [`${S}concepts/?code:is-a=a,b`, '"code" is compared by "is-a" with one value'],
    [`${S}concepts/?name:regex=%5B`, '"[" is no regular expression that is understood here'],
    [
      `${S}concepts/?name:regex=(a)%5C1`,
      '"(a)\\1" is no regular expression that is understood here',
    ],
    [`${S}concepts/?name:regex=(a%7B99%7D)%7B99%7D`, '"(a{99}){99}" repeats more than 255 times'],
    [`${S}concepts/?name:regex=${"a".repeat(201)}`, "a pattern has at most 200 characters"],
    [`${S}concepts/?retired=maybe`, '"retired" is true or false'],
    [
      `${S}concepts/?cascade=all`,
      '"all" is no cascade; there are none, sourcemappings, sourcetoconcepts',
    ],
    [
      `${S}concepts/?includeInverseMappings=true`,
      "includeInverseMappings is for the mappings of one concept",
    ],
    [
      `${S}concepts/1/mappings/?includeInverseMappings=1`,
      "includeInverseMappings is true or false",
    ],
    [`${S}concepts/?referenceType=NONE`, "referenceType can only be ALL, of a list"],
    [`${S}concepts/?valueset=${S}`, `"${S}" is no collection`],
    [`${S}concepts/?valueset=/orgs/O/collections/C/v1/v2/`, '"v2" is too much behind a repository'],
    [`${S}concepts/?valueset=a|b|c`, '"a|b|c" has more than one |'],
    [`${S}concepts/?system=http://x`, '"http://x" is one code system too many'],
    ["/concepts/", "a search or filter is missing: name a code system or collection"],
    ["/concepts/12/", "a code alone is in many: name a code system or collection"],
    [
      "http://loinc.org|a b",
      "\"a b\" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them",
    ],
    ["http:", '"http:" is no URI'],
    ["http://x/concepts//1", '"/concepts//1" has a part that is empty'],
  ])("%j", (text, hint) => {
    expect(read(text)).toEqual({ message: "Expression specified is not valid.", hint });
  });

  it("is /user/ where no user asks", () => {
    const hint = '"user" is nobody; name a user: /users/NAME/';
    expect(read("/user/sources/S/concepts/", null)).toMatchObject({ hint });
  });
});
