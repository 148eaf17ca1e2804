import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/store/database.js";
import { findRunning, startEmbedded } from "../../src/store/embedded/embedded.js";
import { listenOn, proxyTo, useEmptyDatabase } from "./databaseUrl.js";
import { serverEnvironment, startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const data = workplace.data("data");
const empty = useEmptyDatabase();
let running: Termgate;

beforeAll(async () => {
  await compileFirst(workplace);
  running = await startTermgate(workplace, { data });
}, START_LIMIT);

/** Starts a server that must not come to be; answers what it says before it ends. */
async function refusedStart(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const program = workplace.run("main", args, { env: serverEnvironment(undefined, env) });
  const { code } = await program.ended;
  expect(program.stdout).toBe("");
  return { code, stderr: program.stderr };
}

const told = (...lines: string[]) => ({ code: 1, stderr: `${lines.join("\n")}\n` });
const unusable = (place: string, reason: string) =>
  told(`The database at ${place} can't be used: ${reason}`);

test("a second server on the same data is refused, and the first goes on", async () => {
  const first = (await findRunning(data))?.pid;
  expect(await refusedStart({ DATA_DIR: data })).toEqual(
    told(
      `The database in ${data} is in use by process ${first} (server). ` +
        "Stop that process first, or choose another directory.",
    ),
  );
  expect(await running.ask("{ viewer { client } }")).toEqual({ viewer: { client: "demo" } });
});

test("a port that is in use is named, and no process is left", async () => {
  const { port } = new URL(running.url);
  const other = workplace.data("other");
  expect(await refusedStart({ DATA_DIR: other, PORT: port })).toEqual(
    told(
      `Port ${port} on 127.0.0.1 is in use; set PORT to another one, or to 0 for any that is free`,
    ),
  );
  await workplace.allGone(other);
});

test("an option that is none is refused", async () => {
  expect(await refusedStart({ DATA_DIR: data }, ["--demmo"])).toEqual({
    code: 2,
    stderr: "There is no option --demmo; there are --demo and --processes NUMBER\n",
  });
});

describe("values of the environment that can't be are named, with what they must be", () => {
  test("all of them at once, secrets without their value", async () => {
    const wrong = { PORT: "65536", HOST: "a b", DATABASE_URL: "hunter2@db", TOKEN_SECRET: "short" };
    expect(await refusedStart(wrong)).toEqual(
      told(
        'PORT is "65536"; it must be a whole number from 0 to 65535',
        'HOST is "a b"; it must be an IP address or a host name, without port',
        "DATABASE_URL is not usable; it must be postgres://user:password@host:port/database",
        "TOKEN_SECRET is not usable; it must be at least 32 characters",
      ),
    );
  });

  test("a secret that is missing in production", async () => {
    const { code, stderr } = await refusedStart({ NODE_ENV: "production" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^TOKEN_SECRET is not set, but NODE_ENV is production; set it to [^\n]+\n$/,
    );
  });
});

describe("an identity provider", () => {
  test("without an audience is refused", async () => {
    const OIDC_ISSUER = "https://id.example.org";
    expect(await refusedStart({ OIDC_ISSUER })).toEqual(
      told(
        "OIDC_AUDIENCE is not set, but OIDC_ISSUER is; set it to the audience of the tokens, or several, " +
          "separated by commas",
      ),
    );
  });

  test("that is another one than the tokens will name is refused", async () => {
    const document = JSON.stringify({ issuer: "https://id.example.org" });
    const web = await listenOn(createHttpServer((_, response) => response.end(document)));
    const OIDC_ISSUER = `http://127.0.0.1:${web.port}`;
    const wrong = { DATA_DIR: workplace.data("provided"), OIDC_ISSUER, OIDC_AUDIENCE: "terms" };
    expect(await refusedStart(wrong)).toEqual(
      told(
        `OIDC_ISSUER is "${OIDC_ISSUER}", but the provider there calls itself "https://id.example.org"`,
      ),
    );
    await web.close();
  });
});

describe.concurrent("a database that can't be used is named without its password", () => {
  test("nothing listens there", async ({ expect }) => {
    const closed = await listenOn(createServer());
    await closed.close();
    const place = `127.0.0.1:${closed.port}/termgate`;
    expect(await refusedStart({ DATABASE_URL: `postgres://me:hunter2@${place}` })).toEqual(
      unusable(place, "nothing listens there"),
    );
  });

  test("there is no such host", async ({ expect }) => {
    const DATABASE_URL = "postgres://me:hunter2@termgate.invalid/termgate";
    const { code, stderr } = await refusedStart({ DATABASE_URL });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The database at termgate\.invalid:5432\/termgate can't be used: (there is no such host|the host's name can't be resolved)\n$/,
    );
  });

  test("there is no such database", async ({ expect }) => {
    const url = new URL(empty.url());
    url.pathname = "/termgate_of_nobody";
    expect(await refusedStart({ DATABASE_URL: url.href })).toEqual(
      unusable(`${url.host}/termgate_of_nobody`, "there is no such database"),
    );
  });

  test("something else than PostgreSQL answers", async ({ expect }) => {
    const web = await listenOn(createHttpServer((_, response) => response.end("hello")));
    const place = `127.0.0.1:${web.port}/termgate`;
    expect(await refusedStart({ DATABASE_URL: `postgres://me:hunter2@${place}` })).toEqual(
      unusable(place, "what listens there does not answer as PostgreSQL does"),
    );
    await web.close();
  });

  test("nothing answers", async ({ expect }) => {
    const mute = await listenOn(createServer((socket) => socket.on("error", () => {})));
    const place = `127.0.0.1:${mute.port}/termgate`;
    expect(await refusedStart({ DATABASE_URL: `postgres://me:hunter2@${place}` })).toEqual(
      unusable(place, "it does not answer"),
    );
    await mute.close();
  });

  test("the password is wrong", async ({ expect }) => {
    const directory = workplace.data("guarded");
    const settings = { password_encryption: "scram-sha-256" };
    const log = () => {};
    const guarded = await startEmbedded({ directory, purpose: "test", log, settings });
    const { host, port, user, database } = guarded.connection;
    const admin = connect(guarded.connection, { max: 1 });
    await admin.unsafe(`create role me login password 'right'`);
    await requirePasswords(admin);
    const proxy = await proxyTo(`${host}/.s.PGSQL.${port}`);
    const place = `127.0.0.1:${proxy.port}/${database}`;
    expect(user).not.toBe("me");
    expect(await refusedStart({ DATABASE_URL: `postgres://me:hunter2@${place}` })).toEqual(
      unusable(place, "the password is wrong"),
    );
    await admin.end();
    await guarded.stop();
    await proxy.close();
  });
});

/** From the next connection on, everybody but the superuser must know a password. */
async function requirePasswords(admin: ReturnType<typeof connect>): Promise<void> {
  const rules = "local all postgres trust\nlocal all all scram-sha-256\n";
  const [file] = await admin<{ hba_file: string }[]>`show hba_file`;
  await admin.unsafe(
    `copy (select unnest(string_to_array('${rules.trim()}', chr(10)))) to '${file?.hba_file}'`,
  );
  await admin`select pg_reload_conf()`;
}
