/** Where the release of SNOMED CT lies. */
export const RF2 = "snomed/gps_derived_rf2/Snapshot";
/** Its map to ICD-10-CM. */
export const EXTENDED_MAP = "der2_iisssccRefset_ExtendedMapSnapshot_TEST_20260601.txt";
/** The tables of the release itself. */
export const SNOMED = [
  "Terminology/sct2_Concept_Snapshot_GPS_20200930.txt",
  "Terminology/sct2_Description_Snapshot-en_GPS_20200930.txt",
  "Terminology/sct2_Relationship_Snapshot_GPS_20200930.txt",
  "Refset/Language/der2_cRefset_LanguageSnapshot-en_GPS_20200930.txt",
  "Refset/Map/der2_cRefset_AssociationSnapshot_TEST_20260601.txt",
].map((path) => `${RF2}/${path}`);

/** The tables of a release of LOINC, the terms first. */
export const LOINC = [
  "loinc/LoincTable/Loinc.csv",
  ...[
    "AnswerFile/LoincAnswerListLink",
    "ComponentHierarchyBySystem/ComponentHierarchyBySystem",
    "ConsumerName/ConsumerName",
    "LinguisticVariants/deDE15LinguisticVariant",
    "LinguisticVariants/esMX28LinguisticVariant",
    "LinguisticVariants/frFR18LinguisticVariant",
    "PartFile/LoincPartLink_Primary",
    "PartFile/Part",
  ].map((name) => `loinc/AccessoryFiles/${name}.csv`),
];

/** Format, files, contents, lines or records, the day on which they are read. */
export const COUNTS = [
  ["icd10cm-order", ["icd10cm/icd10cm-order-2025.txt"], 97_584, 97_584],
  ["icd10cm-order", ["icd10cm/icd10cm-order-2026.txt"], 98_186, 98_186],
  ["icd10pcs-order", ["icd10pcs/icd10pcs_order_2025.txt"], 79_856, 79_856],
  ["icd10cm-tabular", ["icd10cm/tabular_xml/icd10cm_tabular_2017.xml"], 94_146, 44_226],
  [
    "icd9cm-dx-titles",
    ["icd9cm/CMS32_DESC_LONG_DX.txt", "icd9cm/CMS32_DESC_SHORT_DX.txt"],
    14_567,
    29_134,
  ],
  [
    "icd9cm-sg-titles",
    ["icd9cm/CMS32_DESC_SHORT_SG.txt", "icd9cm/CMS32_DESC_LONG_SG.txt"],
    3882,
    7764,
  ],
  ["cvx-xml", ["cvx/2023-12-01/cvx.xml"], 270, 270],
  ["cvx-xml", ["cvx/2025-12-09/cvx.xml"], 288, 288],
  ["cvx-flat", ["cvx/2023-12-01/cvx.derived.txt"], 270, 270],
  ["cvx-flat", ["cvx/2025-12-09/cvx.derived.txt"], 288, 288],
  ["mvx-xml", ["cvx/2023-12-01/mvx.xml"], 89, 89],
  ["mvx-xml", ["cvx/2025-12-09/mvx.xml"], 89, 89],
  ["cvx-group-xml", ["cvx/2023-12-01/vac2vg.xml"], 36, 237],
  ["cvx-group-xml", ["cvx/2025-12-09/vac2vg.xml"], 38, 256],
  ["cvx-to-group-xml", ["cvx/2023-12-01/vac2vg.xml"], 237, 237],
  ["cvx-to-group-xml", ["cvx/2025-12-09/vac2vg.xml"], 256, 256],
  ["vis-xml", ["cvx/2023-12-01/vis.xml"], 148, 148],
  ["vis-xml", ["cvx/2025-12-09/vis.xml"], 174, 174],
  ["cvx-to-vis-xml", ["cvx/2023-12-01/cvxvis.xml"], 475, 475],
  ["cvx-to-vis-xml", ["cvx/2025-12-09/cvxvis.xml"], 548, 548],
  ["product-to-cvx-xml", ["cvx/2023-12-01/tradename.xml"], 180, 195],
  ["product-to-cvx-xml", ["cvx/2025-12-09/tradename.xml"], 208, 223],
  ["ndc-use-to-cvx", ["cvx/2023-12-01/NDC_Unit_use.txt"], 442, 443],
  ["ndc-use-to-cvx", ["cvx/2025-12-09/NDC_Unit_use.txt"], 509, 510],
  ["ndc-sale-to-cvx", ["cvx/2023-12-01/NDC_Unit_sale.txt"], 474, 474],
  ["ndc-sale-to-cvx", ["cvx/2025-12-09/NDC_Unit_sale.txt"], 560, 560],
  ["hcpcs-contractor", ["hcpcs/HCPC17_CONTR_ANWEB.txt"], 6498, 10_828],
  ["hcpcs-contractor", ["hcpcs/HCPC2018_CONTR_ANWEB_disc.txt"], 6559, 10_985],
  ["loinc-csv", LOINC, 472, 2072],
  ["snomed-rf2", SNOMED, 26_158, 97_087],
  ["snomed-icd10cm-map", [`${RF2}/Refset/Map/${EXTENDED_MAP}`], 1303, 1303],
  ["ndc-directory", ["ndc/product.txt", "ndc/package.txt"], 172, 172],
  [
    "rxnorm-rrf",
    ["CONSO", "REL", "SAT"].map((name) => `rxnorm/synthetic/RXN${name}.RRF`),
    105,
    657,
  ],
  ["rxnorm-rrf", ["rxnorm/RXNCONSO.CVF4096.sample.RRF", "rxnorm/RXNSTY.CVF4096.RRF"], 6, 9],
  ["rxnorm-ndc", ["rxnorm/synthetic/RXNSAT.RRF"], 72, 72],
  [
    "icd10cm-release",
    ["icd10cm/icd10cm-order-2026.txt", "icd10cm/tabular_xml/icd10cm_tabular_2017.xml"],
    98_186 + 21 + 295,
    142_380,
  ],
  ["gem-icd10cm-icd9cm", ["gems/2018_I10gem.txt"], 81_290, 81_593],
  ["gem-icd9cm-icd10cm", ["gems/2018_I9gem.txt"], 24_850, 24_860],
  ["gem-icd9pcs-icd10pcs", ["gems/gem_i9pcs.txt"], 72_625, 73_593],
  ["gem-icd10pcs-icd9pcs", ["gems/gem_pcsi9.txt"], 100_966, 101_025],
] as const;
