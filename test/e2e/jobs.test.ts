import { beforeAll, expect, test } from "vitest";
import { until } from "../integration/embedded/sandbox.js";
import { overEvents, overSocket, type Told } from "../integration/server/streams.js";
import { useEmptyDatabase } from "./databaseUrl.js";
import { operatorToken } from "./operatorToken.js";
import { askGraph, startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const empty = useEmptyDatabase();
const CATEGORIES = 1000;
/** Of the codes of a category, some with a placeholder before the last character. */
const ENDINGS = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWYZ"].flatMap((end) =>
  end < "4" ? [end, `X${end}`] : [end],
);
const CODES = CATEGORIES * (ENDINGS.length + 1);
/** Longer than a server that has died keeps its jobs. */
const PATIENCE = 60_000;

beforeAll(() => compileFirst(workplace), START_LIMIT);

const start = () => startTermgate(workplace, { env: { DATABASE_URL: empty.url() } });

/** An order file with codes enough for some seconds of work. */
function manyCodes(categories = CATEGORIES): string {
  const lines: string[] = [];
  const add = (code: string, flag: 0 | 1) => {
    const name = `A disease of the kind ${code}`;
    const order = String(lines.length + 1).padStart(5, "0");
    lines.push(`${order} ${code.padEnd(7)} ${flag} ${name.padEnd(60)} ${name}, told at length`);
  };
  for (let category = 0; category < categories; category += 1) {
    const letter = String.fromCharCode(65 + Math.floor(category / 100));
    const code = `${letter}${String(category % 100).padStart(2, "0")}`;
    add(code, 0);
    for (const ending of ENDINGS) add(`${code}${ending}`, 1);
  }
  return `${lines.join("\n")}\n`;
}

/** Lets demo into the organization that owns ICD-10-CM, as the operator does. */
async function letIn({ url }: Termgate): Promise<void> {
  const token = await operatorToken(url);
  const query = `mutation { addOrganizationMember(input: { organization: "CDC", user: "demo",
    role: ADMINISTRATOR }) { userErrors { message } } }`;
  expect(await askGraph(url, token, { query, variables: {} })).toEqual({
    addOrganizationMember: { userErrors: [] },
  });
}

async function queue(server: Termgate, version: string, content: string): Promise<string> {
  const query = `mutation ($input: ImportCodeSystemInput!) { importCodeSystem(input: $input) {
    job { id } userErrors { message } } }`;
  const input = { codeSystem: "icd10cm", version, content };
  const { importCodeSystem } = (await server.ask(query, { input })) as {
    importCodeSystem: { job: { id: string } | null; userErrors: unknown };
  };
  if (!importCodeSystem.job) throw new Error(JSON.stringify(importCodeSystem.userErrors));
  return importCodeSystem.job.id;
}

const FIELDS = "status progress message";

function watch(server: Termgate, id: string): Told {
  const operation = {
    query: `subscription ($id: ID!) { job(id: $id) { ${FIELDS} } }`,
    variables: { id },
  };
  return overEvents(server.url, operation, server.token);
}

interface Seen {
  readonly status: string;
  readonly progress: number;
  readonly message: string | null;
}

const seen = (told: Told) =>
  told.results.map((result) => (result as { data: { job: Seen } }).data.job);

async function jobOf(server: Termgate, id: string): Promise<Seen> {
  const { job } = (await server.ask(`query ($id: ID!) { job(id: $id) { ${FIELDS} } }`, { id })) as {
    job: Seen;
  };
  return job;
}

async function codesOf(server: Termgate): Promise<unknown> {
  const text = `{ codeSystem(slug: "icd10cm") { latestVersion { label }
    concepts { totalCount } } }`;
  return ((await server.ask(text)) as { codeSystem: unknown }).codeSystem;
}

test(
  "a server that is killed in the middle leaves nothing half done, and the next one ends it",
  async () => {
    const first = await start();
    await letIn(first);
    const id = await queue(first, "2030", manyCodes());
    const told = watch(first, id);
    const underWay = () =>
      seen(told).some(({ progress, status }) => progress > 0 || status === "FAILED");
    await until("it is under way", underWay, PATIENCE);
    expect(
      seen(told)
        .map(({ message }) => message)
        .filter((message) => message !== null),
    ).toEqual([]);
    first.program.kill("process", "SIGKILL");
    await first.program.ended;
    expect(seen(told).map(({ status }) => status)).not.toContain("SUCCEEDED");

    const second = await start();
    expect(await jobOf(second, id)).toMatchObject({ status: "RUNNING" });
    expect(await codesOf(second)).toEqual({ latestVersion: null, concepts: { totalCount: 0 } });
    const after = watch(second, id);
    await after.over;
    expect(seen(after).at(-1)).toEqual({
      status: "SUCCEEDED",
      progress: 1,
      message:
        "Imported version 2030 of icd10cm: 40000 concepts, 40000 added, 0 changed, 0 removed, 0 retired.",
    });
    expect(await codesOf(second)).toEqual({
      latestVersion: { label: "2030" },
      concepts: { totalCount: CODES },
    });
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  },
  PATIENCE * 3,
);

test(
  "two servers share the work, and each tells of what the other does",
  async () => {
    const [one, other] = await Promise.all([start(), start()]);
    await letIn(one);
    const ids = [];
    for (const version of ["2031", "2032", "2033"]) {
      ids.push(await queue(one, version, manyCodes(5)));
    }
    const operation = (id: string) => ({
      query: `subscription ($id: ID!) { job(id: $id) { ${FIELDS} } }`,
      variables: { id },
    });
    const told = ids.flatMap((id) => [
      watch(other, id),
      overSocket(one.url, operation(id), { Authorization: `Bearer ${one.token}` }),
    ]);
    await Promise.all(told.map(({ over }) => over));
    const ends = told.map((each) => seen(each).at(-1));
    expect(ends).toEqual(ends.map(() => expect.objectContaining({ status: "SUCCEEDED" })));

    // Whoever is told to stop gives back what would take too long; the other one ends it.
    const long = await queue(one, "2040", manyCodes());
    const begun = watch(other, long);
    await until("it is under way", () => seen(begun).some(({ status }) => status === "RUNNING"));
    expect(await one.stop()).toEqual({ code: 0, signal: null });
    const left = watch(other, long);
    await left.over;
    expect(seen(left).at(-1)).toMatchObject({ status: "SUCCEEDED" });
    expect(await codesOf(other)).toMatchObject({ latestVersion: { label: "2040" } });
    expect(await other.stop()).toEqual({ code: 0, signal: null });
  },
  PATIENCE * 3,
);
