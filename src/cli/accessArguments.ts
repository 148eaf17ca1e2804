import { parseArgs } from "node:util";
import { failed, ok, type Result } from "../kernel/result.js";
import { type MemberRole, type Scope, scopes } from "../rules/access/viewer.js";

/** What `npm run access` was asked to do. */
export type AccessArguments =
  | { readonly make: "help" }
  | { readonly make: "organization"; readonly name: string; readonly displayName?: string }
  | { readonly make: "user"; readonly name: string }
  | {
      readonly make: "member";
      readonly organization: string;
      readonly user: string;
      readonly role: MemberRole;
    }
  | {
      readonly make: "client";
      readonly id: string;
      readonly user: string | null;
      readonly organizations: readonly string[];
      readonly scopes: readonly Scope[];
    };

const options = {
  "display-name": { type: "string" },
  organization: { type: "string", multiple: true },
  user: { type: "string" },
  scopes: { type: "string", default: "read" },
  administrator: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export const accessUsage = `Lets callers in: organizations, their members, and OAuth clients.

npm run access -- organization NAME [--display-name TEXT]
npm run access -- user NAME
npm run access -- member ORGANIZATION USER [--administrator]
npm run access -- client ID [--organization NAME]... [--user NAME] [--scopes "read write publish"]

A client speaks for the organizations that are named and for those of its user. Its secret is made
here and printed once; only a hash of it is kept. Scopes: ${scopes.join(", ")}.
`;

/** The arguments, or one line that says what is wrong with them. */
export function readAccessArguments(given: readonly string[]): Result<AccessArguments, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options,
      allowPositionals: true,
    });
    if (values.help) return ok({ make: "help" });
    const [make, first, second, ...more] = positionals;
    if (!make) return failed("say what to make");
    if (more.length > 0) return failed(`${more[0]} is one argument too many`);
    if (make === "member") {
      if (!first || !second) return failed("member needs an organization and a user");
      const role = values.administrator ? "ADMINISTRATOR" : "MEMBER";
      return ok({ make, organization: first, user: second, role });
    }
    if (!first) return failed(`${make} needs a name`);
    if (second) return failed(`${second} is one argument too many`);
    switch (make) {
      case "organization": {
        const displayName = values["display-name"];
        return ok({ make, name: first, ...(displayName === undefined ? {} : { displayName }) });
      }
      case "user":
        return ok({ make, name: first });
      case "client":
        return client(first, values);
      default:
        return failed(`${make} is none of organization, user, member, client`);
    }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function client(
  id: string,
  values: { user?: string; organization?: string[]; scopes: string },
): Result<AccessArguments, string> {
  const words = values.scopes.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = words.find((word) => !scopes.some((scope) => scope === word));
  if (unknown !== undefined) return failed(`${unknown} is none of ${scopes.join(", ")}`);
  return ok({
    make: "client",
    id,
    user: values.user ?? null,
    organizations: values.organization ?? [],
    scopes: scopes.filter((scope) => words.includes(scope)),
  });
}
