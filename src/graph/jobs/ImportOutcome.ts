import { registerEnumType } from "type-graphql";

export const ImportOutcome = {
  IMPORTED: "IMPORTED",
  UNCHANGED: "UNCHANGED",
  RELABELLED: "RELABELLED",
} as const;

registerEnumType(ImportOutcome, {
  name: "ImportOutcome",
  description: "Whether an import had anything to do.",
  valuesConfig: {
    IMPORTED: { description: "The release went in as one revision and one version." },
    UNCHANGED: { description: "The release was here already, under the same label." },
    RELABELLED: { description: "The content was here already and got another label." },
  },
});
