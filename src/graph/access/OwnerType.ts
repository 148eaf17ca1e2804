import { registerEnumType } from "type-graphql";

export const OwnerType = { ORGANIZATION: "ORGANIZATION", USER: "USER" } as const;

registerEnumType(OwnerType, {
  name: "OwnerType",
  description: "What owns code systems and collections.",
  valuesConfig: {
    ORGANIZATION: { description: "Its members edit what it owns." },
    USER: { description: "What it owns is edited by that one caller." },
  },
});
