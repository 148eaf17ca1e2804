import "reflect-metadata";
import { randomBytes } from "node:crypto";
import {
  registerClient,
  registerMember,
  registerOrganization,
  registerUser,
} from "../commands/access/register.js";
import { ok, type Result } from "../kernel/result.js";
import { processConfig } from "../server/config.js";
import { hashSecret } from "../server/secrets.js";
import type { Database } from "../store/database.js";
import { type AccessArguments, accessUsage, readAccessArguments } from "./accessArguments.js";
import { withDatabase } from "./withDatabase.js";

const REFUSED = 1;
const USAGE = 2;
const SECRET_BYTES = 32;

async function main(): Promise<number> {
  const given = readAccessArguments(process.argv.slice(2));
  if (!given.ok) {
    process.stderr.write(`${given.failure}; see --help\n`);
    return USAGE;
  }
  const asked = given.value;
  if (asked.make === "help") {
    process.stdout.write(accessUsage);
    return 0;
  }
  const config = processConfig();
  if (!config.ok) {
    process.stderr.write(`${config.failure.join("\n")}\n`);
    return REFUSED;
  }
  const log = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const done = await withDatabase(
      config.value,
      log,
      (database) => made(database, asked),
      (outcome) => outcome.ok,
    );
    (done.ok ? process.stdout : process.stderr).write(`${done.ok ? done.value : done.failure}\n`);
    return done.ok ? 0 : REFUSED;
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return REFUSED;
  }
}

/** Carries it out; answers a line that says what was made. */
async function made(
  database: Database,
  asked: Exclude<AccessArguments, { make: "help" }>,
): Promise<Result<string, string>> {
  const now = new Date();
  switch (asked.make) {
    case "organization": {
      const done = await registerOrganization(database, asked, now);
      return done.ok ? ok(`Organization ${asked.name}`) : done;
    }
    case "user": {
      const done = await registerUser(database, asked.name, now);
      return done.ok ? ok(`User ${asked.name}`) : done;
    }
    case "member": {
      const done = await registerMember(database, asked);
      return done.ok ? ok(`${asked.user}: ${asked.role} of ${asked.organization}`) : done;
    }
    case "client": {
      const secret = randomBytes(SECRET_BYTES).toString("base64url");
      const secretHash = await hashSecret(secret);
      const done = await registerClient(database, { ...asked, secretHash }, now);
      return done.ok ? ok(`client_id      ${asked.id}\nclient_secret  ${secret}`) : done;
    }
  }
}

process.exitCode = await main();
