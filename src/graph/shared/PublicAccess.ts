import { registerEnumType } from "type-graphql";

export const PublicAccess = { VIEW: "VIEW", EDIT: "EDIT", NONE: "NONE" } as const;

registerEnumType(PublicAccess, {
  name: "PublicAccess",
  description: "What those may do who are neither owner nor member of the owner.",
  valuesConfig: {
    VIEW: { description: "Everyone reads." },
    EDIT: { description: "Everyone reads; every signed-in caller may change what HEAD holds." },
    NONE: { description: "Nobody else reads or edits, nor learns that it exists." },
  },
});
