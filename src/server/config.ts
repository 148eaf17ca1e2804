import { isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { failed, ok, type Result } from "../kernel/result.js";
import { limits, megabytes } from "./limits.js";
import { isLoopback, type OidcSettings } from "./oidc/settings.js";
import { oidcAllowed, oidcSettings, oidcVariables } from "./oidc/variables.js";
import { list, wholeNumber } from "./variableKinds.js";

/** How the server runs, read once from the environment. */
export interface Config {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** null: the embedded database under `dataDirectory`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDirectory: string;
  /**
   * What our own access tokens are signed with; null in the trial, which makes its own key, and where all
   * tokens are a provider's.
   */
  readonly tokenSecret: string | null;
  /** The identity provider whose tokens are accepted; null: none. */
  readonly oidc: OidcSettings | null;
  readonly production: boolean;
  /** Nothing is configured and only this machine can connect: the trial's clients are let in. */
  readonly trial: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly corsOrigins: "any" | readonly string[];
  /** Bytes of a request's body, where the caller is signed in. */
  readonly bodyLimit: number;
  /** An `npm start` waits for this process; without it nobody does. */
  readonly underNpm: boolean;
}

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const ENVIRONMENTS = ["development", "test", "production"] as const;
const SECRET_LENGTH = 32;
const MAX_BODY_MEGABYTES = 256;

const variables = z.object({
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z.string().refine(isHost).default("127.0.0.1"),
  DATABASE_URL: z.string().refine(isDatabaseUrl).optional(),
  DATA_DIR: z.string().default(".termgate"),
  TOKEN_SECRET: z.string().min(SECRET_LENGTH).optional(),
  ...oidcVariables,
  NODE_ENV: z.enum(ENVIRONMENTS).default("development"),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  CORS_ORIGINS: z.string().transform(list).refine(areOrigins).optional(),
  BODY_LIMIT_MB: wholeNumber(1, MAX_BODY_MEGABYTES).default(limits.bodyMegabytes),
});

type Variable = keyof z.infer<typeof variables>;

const allowed: Readonly<Record<Variable, string>> = {
  PORT: "a whole number from 0 to 65535",
  HOST: "an IP address or a host name, without port",
  DATABASE_URL: "postgres://user:password@host:port/database",
  DATA_DIR: "a directory",
  TOKEN_SECRET: `at least ${SECRET_LENGTH} characters`,
  ...oidcAllowed,
  NODE_ENV: `one of ${ENVIRONMENTS.join(", ")}`,
  LOG_LEVEL: `one of ${LOG_LEVELS.join(", ")}`,
  CORS_ORIGINS: "* or origins like https://example.org, separated by commas",
  BODY_LIMIT_MB: `a whole number from 1 to ${MAX_BODY_MEGABYTES}`,
};

/** A URL of a database may hold a password. */
const unspeakable: ReadonlySet<string> = new Set(["TOKEN_SECRET", "DATABASE_URL"]);

/**
 * The configuration that an environment gives, or one line for each thing that is wrong with it.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, string[]> {
  const given = Object.fromEntries(
    Object.keys(variables.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const read = variables.safeParse(given);
  if (!read.success) return failed(complaints(read.error, given));
  const values = read.data;
  const production = values.NODE_ENV === "production";
  const host = values.HOST.replace(/^\[(.*)\]$/, "$1");
  const oidc = oidcSettings(values);
  if (!oidc.ok) return oidc;
  const isOpen = values.TOKEN_SECRET === undefined && oidc.value === null;
  if (isOpen && (production || !isLoopback(host))) {
    const reason = production ? "NODE_ENV is production" : `HOST ${host} is not a loopback address`;
    return failed([
      `TOKEN_SECRET is not set, but ${reason}; set it to ${allowed.TOKEN_SECRET}, chosen at random, ` +
        "or set OIDC_ISSUER and OIDC_AUDIENCE",
    ]);
  }
  return ok({
    port: values.PORT,
    host,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDirectory: resolve(PROJECT, values.DATA_DIR),
    tokenSecret: values.TOKEN_SECRET ?? null,
    oidc: oidc.value,
    production,
    trial: isOpen,
    logLevel: values.LOG_LEVEL,
    corsOrigins: values.CORS_ORIGINS?.includes("*")
      ? "any"
      : (values.CORS_ORIGINS ?? (production ? [] : "any")),
    bodyLimit: megabytes(values.BODY_LIMIT_MB),
    underNpm: environment.npm_lifecycle_event !== undefined,
  });
}

/** The configuration of this process. */
export function processConfig(): Result<Config, string[]> {
  return readConfig(process.env);
}

function complaints(error: z.ZodError, given: Readonly<Record<string, string | undefined>>) {
  const wrong = new Set(error.issues.map(({ path }) => String(path[0])));
  return [...wrong].map((name) => {
    const shown = unspeakable.has(name) ? "not usable" : JSON.stringify(given[name]);
    return `${name} is ${shown}; it must be ${allowed[name as Variable]}`;
  });
}

function isHost(value: string): boolean {
  const bare = value.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare) !== 0) return true;
  return /^(?=.{1,253}$)[a-z\d]([-a-z\d]*[a-z\d])?(\.[a-z\d]([-a-z\d]*[a-z\d])?)*$/i.test(value);
}

function isDatabaseUrl(value: string): boolean {
  const withOneHost = value.replace(/,[^/?]*/, "");
  return /^postgres(ql)?:\/\/[^\s]+$/.test(value) && URL.canParse(withOneHost);
}

function areOrigins(origins: readonly string[]): boolean {
  return origins.every(
    (origin) =>
      origin === "*" ||
      (/^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin),
  );
}
