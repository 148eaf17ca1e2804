import { registerEnumType } from "type-graphql";

export const CollectionSort = {
  BEST_MATCH: "BEST_MATCH",
  NAME: "NAME",
  LAST_UPDATE: "LAST_UPDATE",
} as const;

registerEnumType(CollectionSort, {
  name: "CollectionSort",
  description: "What a list of collections is sorted by. Ties go by the collections' URLs.",
  valuesConfig: {
    BEST_MATCH: {
      description:
        "How well the collection meets `q`, best first whatever the direction: every word counts four times " +
        "in short code and name, three times in the full name and once in the description; a field that is " +
        "the whole of `q` counts ten times as much. Without `q` the order is that of the URLs.",
    },
    NAME: { description: "Its name, without regard to case, accents and punctuation." },
    LAST_UPDATE: { description: "When the collection was last changed; newest first." },
  },
});
