import type { MappingInput } from "../../rules/crosswalks/mappingInputs.js";

/** One import of the demo content: files of the content folder, the format they are in, their release. */
export interface DemoStep {
  readonly format: string;
  readonly files: readonly string[];
  /** Ends in -demo: the files are slices, and a whole release of the same year is another version. */
  readonly release: string;
}

export const steps: readonly DemoStep[] = [
  { format: "cvx-xml", files: ["cvx-2023-12-01/cvx.xml"], release: "2023-12-01-demo" },
  { format: "cvx-xml", files: ["cvx-2025-12-09/cvx.xml"], release: "2025-12-09-demo" },
  { format: "mvx-xml", files: ["cvx-2025-12-09/mvx.xml"], release: "2025-12-09-demo" },
  { format: "cvx-group-xml", files: ["cvx-2023-12-01/vac2vg.xml"], release: "2023-12-01-demo" },
  { format: "cvx-group-xml", files: ["cvx-2025-12-09/vac2vg.xml"], release: "2025-12-09-demo" },
  { format: "icd10cm-order", files: ["icd10cm-order-2025.txt"], release: "2025-demo" },
  { format: "icd10cm-order", files: ["icd10cm-order-2026.txt"], release: "2026-demo" },
  {
    format: "icd9cm-dx-titles",
    files: ["CMS32_DESC_LONG_DX.txt", "CMS32_DESC_SHORT_DX.txt"],
    release: "32-demo",
  },
  {
    format: "hcpcs-contractor",
    files: ["HCPC2018_CONTR_ANWEB_disc.txt"],
    release: "2018-demo",
  },
  { format: "gem-icd9cm-icd10cm", files: ["2018_I9gem.txt"], release: "2018-demo" },
  { format: "cvx-to-group-xml", files: ["cvx-2023-12-01/vac2vg.xml"], release: "2023-12-01-demo" },
  { format: "cvx-to-group-xml", files: ["cvx-2025-12-09/vac2vg.xml"], release: "2025-12-09-demo" },
];

/** What an editor adds to the imported vaccine groups: immune globulins and skin tests are of none. */
export const vaccinesWithoutGroup: readonly MappingInput[] = [
  "12",
  "13",
  "27",
  "29",
  "30",
  "34",
  "36",
  "79",
  "86",
  "87",
  "95",
  "96",
  "97",
  "98",
  "156",
  "157",
  "181",
].map((sourceCode) => ({
  sourceCodeSystem: "cvx",
  sourceCode,
  targetCodeSystem: "cvx-group",
  noMap: true,
}));

/** The version of the vaccine groups' crosswalk that the editor works on. */
export const editedVersion = 2;
