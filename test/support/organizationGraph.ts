import type { Viewer } from "../../src/rules/access/viewer.js";
import type { Ask } from "./graph.js";

/** Every mutation of organizations, with an input that the administrator or the operator may send. */
export const organizationMutations = {
  createOrganization: { name: "Acme" },
  addOrganizationMember: { organization: "Lab", user: "demo", role: "MEMBER" },
  removeOrganizationMember: { organization: "Lab", user: "joe" },
  grantLicense: { organization: "Lab", licensor: "AMA" },
  withdrawLicense: { organization: "Lab", licensor: "ADA" },
} as const;

export type OrganizationMutation = keyof typeof organizationMutations;

/** Sends a mutation and selects the whole payload. */
export function sendOver(ask: Ask) {
  return (
    name: OrganizationMutation,
    input: Readonly<Record<string, unknown>>,
    as: Viewer,
    now?: Date,
  ) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) {
      ${name}(input: $input) {
        message
        organization {
          name displayName website
          members { totalCount nodes { role user { name } } }
          licenses { licensor name url grantedAt grantedBy expiresAt }
        }
        userErrors { __typename message path }
      }
    }`;
    return ask(text, { as, variables: { input }, ...(now ? { now } : {}) });
  };
}
