import { isAbsolute, join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../../src/server/config.js";

const SECRET = "0123456789abcdef0123456789abcdef";

test("Nothing set is the trial on loopback", () => {
  const config = readConfig({});
  expect(config).toEqual({
    ok: true,
    value: {
      port: 4000,
      host: "127.0.0.1",
      databaseUrl: null,
      dataDirectory: join(process.cwd(), ".termgate"),
      tokenSecret: null,
      oidc: null,
      production: false,
      trial: true,
      underNpm: false,
      logLevel: "info",
      corsOrigins: "any",
      bodyLimit: 20 * 1024 * 1024,
    },
  });
});

test("An empty variable is as good as none", () => {
  const names = ["PORT", "HOST", "DATABASE_URL", "DATA_DIR", "TOKEN_SECRET", "NODE_ENV"];
  const more = ["LOG_LEVEL", "CORS_ORIGINS", "BODY_LIMIT_MB", "OIDC_ISSUER", "OIDC_AUDIENCE"];
  const empty = Object.fromEntries([...names, ...more].map((name) => [name, " "]));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test("Everything set is taken as it is", () => {
  const config = readConfig({
    PORT: "0",
    HOST: "0.0.0.0",
    DATABASE_URL: "postgresql://termgate:s3cret@db.example.org:5433/terms?sslmode=require",
    DATA_DIR: "/var/lib/termgate",
    TOKEN_SECRET: SECRET,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    CORS_ORIGINS: "https://studio.apollographql.com, http://localhost:3000",
    BODY_LIMIT_MB: "5",
  });
  expect(config).toEqual({
    ok: true,
    value: {
      port: 0,
      host: "0.0.0.0",
      databaseUrl: "postgresql://termgate:s3cret@db.example.org:5433/terms?sslmode=require",
      dataDirectory: "/var/lib/termgate",
      tokenSecret: SECRET,
      oidc: null,
      production: true,
      trial: false,
      underNpm: false,
      logLevel: "warn",
      corsOrigins: ["https://studio.apollographql.com", "http://localhost:3000"],
      bodyLimit: 5 * 1024 * 1024,
    },
  });
});

test.each([
  ["PORT", "http", "a whole number from 0 to 65535"],
  ["PORT", "65536", "a whole number from 0 to 65535"],
  ["PORT", "-1", "a whole number from 0 to 65535"],
  ["PORT", "4000.5", "a whole number from 0 to 65535"],
  ["HOST", "http://localhost", "an IP address or a host name, without port"],
  ["HOST", "localhost:4000", "an IP address or a host name, without port"],
  ["HOST", "-", "an IP address or a host name, without port"],
  ["NODE_ENV", "prodution", "one of development, test, production"],
  ["LOG_LEVEL", "loud", "one of fatal, error, warn, info, debug, trace, silent"],
  ["CORS_ORIGINS", "example.org", "* or origins like https://example.org, separated by commas"],
  ["CORS_ORIGINS", "https://a.org/", "* or origins like https://example.org, separated by commas"],
  ["BODY_LIMIT_MB", "0", "a whole number from 1 to 256"],
  ["BODY_LIMIT_MB", "257", "a whole number from 1 to 256"],
])("%s %j is refused", (name, value, allowed) => {
  expect(readConfig({ [name]: value })).toEqual({
    ok: false,
    failure: [`${name} is ${JSON.stringify(value)}; it must be ${allowed}`],
  });
});

test("Every wrong variable gets its line, and secrets are not repeated", () => {
  const config = readConfig({
    PORT: "x",
    DATABASE_URL: "mysql://root:hunter2@localhost/db",
    TOKEN_SECRET: "too short",
  });
  expect(config).toEqual({
    ok: false,
    failure: [
      'PORT is "x"; it must be a whole number from 0 to 65535',
      "DATABASE_URL is not usable; it must be postgres://user:password@host:port/database",
      "TOKEN_SECRET is not usable; it must be at least 32 characters",
    ],
  });
});

test.each([
  [{ NODE_ENV: "production" }, "NODE_ENV is production"],
  [{ HOST: "0.0.0.0" }, "HOST 0.0.0.0 is not a loopback address"],
  [{ HOST: "[::]" }, "HOST :: is not a loopback address"],
  [{ HOST: "127.example.org" }, "HOST 127.example.org is not a loopback address"],
  [{ HOST: "terms.example.org" }, "HOST terms.example.org is not a loopback address"],
])("%j needs a secret", (environment, reason) => {
  expect(readConfig(environment)).toEqual({
    ok: false,
    failure: [
      `TOKEN_SECRET is not set, but ${reason}; set it to at least 32 characters, chosen at random, or set OIDC_ISSUER and OIDC_AUDIENCE`,
    ],
  });
  expect(readConfig({ ...environment, TOKEN_SECRET: SECRET })).toMatchObject({
    ok: true,
    value: { trial: false, tokenSecret: SECRET },
  });
});

test.each(["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])(
  "%s is loopback, so the trial is allowed",
  (HOST) => {
    expect(readConfig({ HOST })).toMatchObject({
      ok: true,
      value: { trial: true, host: HOST.replace(/[[\]]/g, "") },
    });
  },
);

test("Other origins: any in development, none in production, * for any", () => {
  const origins = (environment: Record<string, string>) => {
    const config = readConfig({ TOKEN_SECRET: SECRET, ...environment });
    return config.ok ? config.value.corsOrigins : config.failure;
  };
  expect(origins({})).toBe("any");
  expect(origins({ NODE_ENV: "production" })).toEqual([]);
  expect(origins({ NODE_ENV: "production", CORS_ORIGINS: "*" })).toBe("any");
});

test("A relative data directory lies in the project", () => {
  const config = readConfig({ DATA_DIR: "data/here" });
  const directory = config.ok ? config.value.dataDirectory : "";
  expect(isAbsolute(directory)).toBe(true);
  expect(directory).toBe(join(process.cwd(), "data/here"));
});
