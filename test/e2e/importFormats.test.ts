import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { formats } from "../../src/importers/formats.js";
import { fixturePath } from "./fixtures.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const env = { DATA_DIR: workplace.data("formats") };

beforeAll(() => compileFirst(workplace), START_LIMIT);

async function run(args: readonly string[]) {
  const program = workplace.run("cli/import", args, { env });
  const { code } = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

function file(name: string, text: string): string {
  const path = join(workplace.root, name);
  writeFileSync(path, text);
  return path;
}

const HEADER = "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode";
const TABLE = `${HEADER}\nours,1,theirs,A\n`;
const OCL_TABLE = `resource_type,id,name,owner_id,owner_type,source,concept_class,name_locale
Organization,Grove,The grove,,,,,
Source,Nuts,Nuts,Grove,Organization,,,
Concept,hazel,Hazel,Grove,Organization,Nuts,Nut,en
`;
const EXTENDED_MAP =
  "snomed-rf2/Snapshot/Refset/Map/der2_iisssccRefset_ExtendedMapSnapshot_TEST_20260301.txt";
const R5_MAP = JSON.stringify({
  resourceType: "ConceptMap",
  status: "active",
  group: [
    {
      source: "http://example.org/ours",
      target: "http://example.org/theirs",
      element: [{ code: "1", noMap: true }],
    },
  ],
});
const R5_SET = JSON.stringify({
  resourceType: "ValueSet",
  url: "http://example.org/fhir/ValueSet/of-r5",
  version: "1",
  status: "active",
  compose: { include: [{ system: "http://example.org/ours", concept: [{ code: "1" }] }] },
});
const fixtures = (...names: readonly string[]) => names.map(fixturePath);
const release = (label: string) => ["--version", label];

/** Of every format the files as a user has them, what is said beside them, and what is told. */
const imports: Readonly<Record<string, readonly [() => readonly string[], RegExp]>> = {
  "icd10cm-order": [
    () => [...fixtures("icd10cm-order/icd10cm-order-2026.txt"), ...release("2026")],
    /^icd10cm 2026: imported$/m,
  ],
  "icd10cm-tabular": [
    () => [...fixtures("icd10cm-tabular/icd10cm_tabular_2026.xml"), ...release("2026-tabular")],
    /^icd10cm 2026-tabular: imported$/m,
  ],
  "icd10cm-release": [
    () => [
      ...fixtures("icd10cm-tabular/icd10cm_tabular_2026.xml"),
      ...fixtures("icd10cm-order/icd10cm-order-2026.txt"),
      ...release("2026-both"),
    ],
    /^icd10cm 2026-both: imported$/m,
  ],
  "icd10pcs-order": [
    () => [...fixtures("icd10pcs-order/icd10pcs_order_2025.txt"), ...release("2025")],
    /^icd10pcs 2025: imported$/m,
  ],
  "icd9cm-dx-titles": [
    () => [
      ...fixtures(
        "icd9cm-dx-titles/CMS32_DESC_LONG_DX.txt",
        "icd9cm-dx-titles/CMS32_DESC_SHORT_DX.txt",
      ),
      ...release("32"),
    ],
    /^icd9cm 32: imported$/m,
  ],
  "icd9cm-sg-titles": [
    () => [
      ...fixtures(
        "icd9cm-sg-titles/CMS32_DESC_LONG_SG.txt",
        "icd9cm-sg-titles/CMS32_DESC_SHORT_SG.txt",
      ),
      ...release("32"),
    ],
    /^icd9pcs 32: imported$/m,
  ],
  "cvx-xml": [() => [...fixtures("cvx-xml/cvx.xml"), ...release("1")], /^cvx 1: imported$/m],
  "cvx-flat": [
    () => [...fixtures("cvx-flat/cvx.txt"), ...release("2")],
    /^cvx 2: (?:imported|the same content as HEAD, under a new label)$/m,
  ],
  "mvx-xml": [() => [...fixtures("mvx-xml/mvx.xml"), ...release("1")], /^mvx 1: imported$/m],
  "mvx-flat": [
    () => [...fixtures("mvx-flat/mvx.txt"), ...release("2")],
    /^mvx 2: (?:imported|the same content as HEAD, under a new label)$/m,
  ],
  "cvx-group-xml": [
    () => [...fixtures("cvx-group-xml/vac2vg.xml"), "--code-system", "cvx-group", ...release("1")],
    /^cvx-group 1: imported$/m,
  ],
  "cvx-to-group-xml": [
    () => [...fixtures("cvx-group-xml/vac2vg.xml"), "--format", "cvx-to-group-xml"],
    /, version 1: imported$/m,
  ],
  "hcpcs-contractor": [
    () => [...fixtures("hcpcs-contractor/HCPC17_CONTR_ANWEB.txt"), ...release("2017")],
    /^hcpcs 2017: imported$/m,
  ],
  "loinc-csv": [() => [...fixtures("loinc-csv"), ...release("2.81")], /^loinc 2\.81: imported$/m],
  "rxnorm-rrf": [
    () => [...fixtures("rxnorm-rrf"), ...release("2026-06")],
    /^rxnorm 2026-06: imported$/m,
  ],
  "rxnorm-ndc": [
    () => [...fixtures("rxnorm-rrf"), "--format", "rxnorm-ndc"],
    /^"RxNorm to NDC" .*, version 1: imported$/m,
  ],
  "v2-to-fhir-csv": [
    () => fixtures("v2-to-fhir-csv/HL7 Concept Map_ Teas - Sheet1.csv"),
    /^"HL7 Concept Map: Teas" .*, version 1: imported$/m,
  ],
  "ndc-directory": [
    () => [...fixtures("ndc-directory"), ...release("2026-06")],
    /^ndc 2026-06: imported$/m,
  ],
  "snomed-rf2": [
    () => [...fixtures("snomed-rf2"), ...release("20260301")],
    /^snomedusedition 20260301: imported$/m,
  ],
  "snomed-icd10cm-map": [() => fixtures(EXTENDED_MAP), /, version 1: imported$/m],
  "snomed-icd10-map": [
    () => [...fixtures("snomed-rf2"), "--format", "snomed-icd10-map"],
    /, version 1: imported$/m,
  ],
  "snomed-icd9cm-map": [
    () => [
      file(
        "icd9map.txt",
        readFileSync(fixturePath(EXTENDED_MAP), "utf8").replaceAll("447562003", "447563008"),
      ),
      ...["--format", "snomed-icd9cm-map"],
    ],
    /, version 1: imported$/m,
  ],
  "snomed-simple-map": [
    () => [...fixtures("snomed-rf2"), "--format", "snomed-simple-map", "--crosswalk", "Simple"],
    /^"Simple" .*, version 1: imported$/m,
  ],
  "vis-xml": [() => [...fixtures("vis-xml/vis.xml"), ...release("1")], /^vis 1: imported$/m],
  "cvx-to-vis-xml": [
    () => fixtures("cvx-to-vis-xml/cvxvis.xml"),
    /, version \d: (?:imported|nothing to do, it is here already)$/m,
  ],
  "product-to-cvx-xml": [
    () => fixtures("product-to-cvx-xml/tradename.xml"),
    /, version \d: (?:imported|nothing to do, it is here already)$/m,
  ],
  "product-to-cvx-flat": [
    () => fixtures("product-to-cvx-flat/TRADENAME.txt"),
    /, version \d: (?:imported|nothing to do, it is here already)$/m,
  ],
  "ndc-use-to-cvx": [
    () => fixtures("ndc-use-to-cvx/NDC_Unit_use.txt"),
    /, version \d: (?:imported|nothing to do, it is here already)$/m,
  ],
  "ndc-sale-to-cvx": [
    () => fixtures("ndc-sale-to-cvx/NDC_Unit_sale.txt"),
    /, version \d: (?:imported|nothing to do, it is here already)$/m,
  ],
  "fhir-code-system": [
    () => fixtures("fhir-code-system/CodeSystem-tea-kinds.json"),
    /: imported$/m,
  ],
  "fhir-r4-code-system": [
    () => [
      ...fixtures("fhir-code-system/CodeSystem-tea-kinds.json"),
      ...["--format", "fhir-r4-code-system"],
    ],
    /: nothing to do, it is here already$/m,
  ],
  "fhir-r5-code-system": [
    () => [
      ...fixtures("fhir-code-system/CodeSystem-tea-kinds.json"),
      ...["--format", "fhir-r5-code-system"],
    ],
    /: nothing to do, it is here already$/m,
  ],
  "gem-icd10cm-icd9cm": [
    () => fixtures("gem-icd10cm-icd9cm/2018_I10gem.txt"),
    /, version 1: imported$/m,
  ],
  "gem-icd9cm-icd10cm": [
    () => fixtures("gem-icd9cm-icd10cm/2018_I9gem.txt"),
    /, version 1: imported$/m,
  ],
  "gem-icd9pcs-icd10pcs": [
    () => fixtures("gem-icd9pcs-icd10pcs/gem_i9pcs.txt"),
    /, version 1: imported$/m,
  ],
  "gem-icd10pcs-icd9pcs": [
    () => fixtures("gem-icd10pcs-icd9pcs/gem_pcsi9.txt"),
    /, version 1: imported$/m,
  ],
  "fhir-concept-map": [
    () => fixtures("fhir-concept-map/ConceptMap-tea-to-drinks.json"),
    /^"Kinds of tea to drinks" .*, version 1: imported$/m,
  ],
  "fhir-r4-concept-map": [
    () => [
      ...fixtures("fhir-concept-map/ConceptMap-tea-to-drinks.json"),
      ...["--format", "fhir-r4-concept-map"],
    ],
    /: nothing to do, it is here already$/m,
  ],
  "fhir-r5-concept-map": [
    () => [file("r5.json", R5_MAP), ...["--format", "fhir-r5-concept-map", "--crosswalk", "Of R5"]],
    /^"Of R5" .*, version 1: imported$/m,
  ],
  "fhir-value-set": [
    () => fixtures("fhir-value-set/ValueSet-tea-counter.json"),
    /^\/orgs\/tea\.example\.org\/collections\/tea-counter\/ 1\.2\.0 \(new\): imported$/m,
  ],
  "fhir-r4-value-set": [
    () => [
      ...fixtures("fhir-value-set/ValueSet-tea-counter.json"),
      ...["--format", "fhir-r4-value-set"],
    ],
    /: nothing to do, it is here already$/m,
  ],
  "fhir-r5-value-set": [
    () => [file("r5-set.json", R5_SET), ...["--format", "fhir-r5-value-set"]],
    /of-r5\/ 1 \(new\): imported$/m,
  ],
  "sssom-tsv": [
    () => fixtures("sssom-tsv/teas.sssom.tsv"),
    /^"Teas to drinks" .*, version 1: imported$/m,
  ],
  "crosswalk-csv": [
    () => [file("ours.csv", TABLE), "--crosswalk", "Ours"],
    /^"Ours" .*, version 1: imported$/m,
  ],
  "crosswalk-tsv": [
    () => [file("theirs.tsv", TABLE.replaceAll(",", "\t")), "--crosswalk", "Theirs"],
    /^"Theirs" .*, version 1: imported$/m,
  ],
  "ocl-json": [() => fixtures("ocl-json/fruits.jsonl"), /^fruits .* \(new\): imported$/m],
  "ocl-csv": [() => [file("nuts.csv", OCL_TABLE)], /^nuts .* \(new\): imported$/m],
  "ocl-export": [() => fixtures("ocl-export/export.json"), /^berries .* \(new\): imported$/m],
  "ocl-collection": [
    () => fixtures("ocl-collection/export.json"),
    /^\/orgs\/Orchard\/collections\/Basket\/ v1\.0( \(new\))?: imported$/m,
  ],
};

/** Files that need a licence which the trial's organization does not hold. */
const unlicensed: typeof imports = {
  "cpt-to-cvx-xml": [
    () => fixtures("cpt-to-cvx-xml/cpt.xml"),
    /^Refused: cpt2025 needs the CPT licence of the American Medical Association, which Demo does not hold\. /m,
  ],
};

describe("a file as its publisher ships it", () => {
  test("is tried in every format that there is", () => {
    expect(Object.keys({ ...imports, ...unlicensed }).toSorted()).toEqual(
      formats.map(({ name }) => name).toSorted(),
    );
  });

  test.each(Object.entries(imports))(
    "goes in as %s",
    async (_, [args, told]) => {
      const { code, stdout, stderr } = await run(args());
      expect([code, stderr.replaceAll(/^.*: \d+%\n/gm, "")]).toEqual([0, ""]);
      expect(stdout).toMatch(told);
    },
    60_000,
  );

  test.each(Object.entries(unlicensed))(
    "is refused as %s where a licence is missing",
    async (_, [args, told]) => {
      const { code, stdout, stderr } = await run(args());
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(told);
    },
    60_000,
  );
});
