import { registerEnumType } from "type-graphql";

export const MemberRole = { MEMBER: "MEMBER", ADMINISTRATOR: "ADMINISTRATOR" } as const;

registerEnumType(MemberRole, {
  name: "MemberRole",
  description: "What a user may do in an organization.",
  valuesConfig: {
    MEMBER: { description: "Creates and edits what belongs to the organization." },
    ADMINISTRATOR: { description: "Manages its members besides; never its licences." },
  },
});
