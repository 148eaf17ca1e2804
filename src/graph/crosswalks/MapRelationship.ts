import { registerEnumType } from "type-graphql";

export const MapRelationship = {
  RELATED_TO: "RELATED_TO",
  EQUIVALENT: "EQUIVALENT",
  SOURCE_IS_NARROWER_THAN_TARGET: "SOURCE_IS_NARROWER_THAN_TARGET",
  SOURCE_IS_BROADER_THAN_TARGET: "SOURCE_IS_BROADER_THAN_TARGET",
  NOT_RELATED_TO: "NOT_RELATED_TO",
} as const;

registerEnumType(MapRelationship, {
  name: "MapRelationship",
  description: "How the source concept relates to the target concept: FHIR R5's relationships.",
  valuesConfig: {
    RELATED_TO: { description: "They are related, but how is not known." },
    EQUIVALENT: { description: "They mean the same." },
    SOURCE_IS_NARROWER_THAN_TARGET: { description: "The target means more than the source." },
    SOURCE_IS_BROADER_THAN_TARGET: { description: "The target means less than the source." },
    NOT_RELATED_TO: { description: "They are stated not to be related; never a match." },
  },
});
