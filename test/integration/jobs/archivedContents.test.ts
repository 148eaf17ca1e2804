import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Member, tarballOf, zipOf } from "../../support/archives.js";
import { askImport, CVX_COUNT, CVX_FILE, keeperOfCvx } from "../../support/jobs.js";
import { expectNothingDone } from "../../support/refusals.js";
import type { Resource } from "../imports/resources.js";
import { base64, imported, json, URL, useContents } from "./contents.js";

const { database, ask, author, newSystem, ours, ended, fails } = useContents();

const manifest = (more: Resource = {}): Member => ({
  name: "package/package.json",
  content: JSON.stringify({ name: "ours", version: "7.0.1", fhirVersions: ["4.0.1"], ...more }),
});
const inPackage = (name: string, content: string): Member => ({ name: `package/${name}`, content });

describe("an archive", () => {
  it("of FHIR gives the code system that was named", async () => {
    const { codeSystem, url } = await ours();
    const content = await tarballOf([
      manifest(),
      inPackage("CodeSystem-other.json", json("http://other.example.org")),
      inPackage("CodeSystem-ours.json", json(url, { version: undefined })),
      inPackage("ValueSet-ours.json", '{ "resourceType": "ValueSet" }'),
    ]);
    expect(await ended({ codeSystem, ...base64(content) })).toMatchObject(imported("7.0.1", 3));
  });

  it("of FHIR is read as the release that it is of", async () => {
    const { codeSystem, url } = await ours();
    const designation = [{ value: "A", additionalUse: [{ code: "x" }] }];
    const newer = json(url, { concept: [{ code: "a", designation }] });
    const packed = async (fhirVersions: string[]) =>
      base64(await tarballOf([manifest({ fhirVersions }), inPackage("ours.json", newer)]));
    expect(await ended({ codeSystem, ...(await packed(["4.0.1"])) })).toMatchObject({
      status: "FAILED",
    });
    expect(await ended({ codeSystem, ...(await packed(["5.0.0"])) })).toMatchObject(
      imported("1.0.0", 1),
    );
  });

  it("of a publisher gives the file that is recognised, under the label that is named", async () => {
    const keeper = await keeperOfCvx(database);
    const content = zipOf([
      { name: "readme.pdf", content: "%PDF-1.7" },
      { name: "data/cvx.txt", content: CVX_FILE },
    ]);
    expect(await ended({ ...base64(content), version: "2025-12-09" }, keeper)).toMatchObject({
      ...imported("2025-12-09", CVX_COUNT),
      done: Buffer.byteLength(CVX_FILE),
      total: Buffer.byteLength(CVX_FILE),
    });
    expect(await ended(base64(content), keeper)).toMatchObject({
      status: "FAILED",
      userErrors: [
        { path: ["version"], message: "The file names no version; say by version what it is" },
      ],
    });
  });

  it("may hold a release in several files", async () => {
    const owner = { ...author(), organizations: [...author().organizations] };
    const [system] = (await database.reads.execute(
      `select o.id, o.name from code_system c join repository r using (container_id)
       join organization o on o.id = r.owner_organization_id where c.slug = 'icd9cm'`,
    )) as unknown as [{ id: number; name: string }];
    const as = {
      ...owner,
      organizations: [{ ...system, role: "MEMBER" as const, asserted: true }],
    };
    const file = (name: string) => ({
      name,
      content: readFileSync(`test/fixtures/icd9cm-dx-titles/${name}`),
    });
    const names = ["CMS32_DESC_LONG_DX.txt", "CMS32_DESC_SHORT_DX.txt"];
    const content = zipOf(names.map(file));
    const input = { codeSystem: "icd9cm", ...base64(content), version: "32" };
    expect(await ended(input, as)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("that does not say which of its code systems is meant is refused", async () => {
    const [one, two] = [json("http://a.example.org"), json("http://b.example.org")];
    const packed = (...members: readonly Member[]) => base64(zipOf(members));
    const { codeSystem, url } = await ours();
    const a = { name: "a.json", content: one };
    const both = packed(a, { name: "b.json", content: two });
    await fails({ codeSystem, ...both }, `no file holds ${url}`);
    const nameless = await newSystem();
    await fails(
      { codeSystem: nameless, ...both },
      `content holds 2 code systems, and ${nameless} has no canonical URL to choose by`,
    );
    const twice = packed(
      { name: "a.json", content: json(url) },
      { name: "b.json", content: json(url) },
    );
    await fails({ codeSystem, ...twice }, `content holds ${url} several times: a.json, b.json`);
    const several = packed(a, { name: "cvx.txt", content: CVX_FILE });
    await fails(
      { codeSystem, ...several },
      "a.json (fhir-code-system) and cvx.txt (cvx-flat) are of several formats; say which by format",
    );
    expect(await askImport(ask, author(), { codeSystem, ...several, format: "cvx-flat" })).toEqual({
      job: null,
      report: null,
      userErrors: expect.arrayContaining([
        {
          __typename: "FieldInvalid",
          path: ["format"],
          message: `cvx-flat files hold cvx, not ${codeSystem}`,
        },
      ]),
    });
  });

  const ok: Member = { name: "a.json", content: json(URL) };
  const bomb = "x".repeat(64 * 1024 * 1024);

  it.each<[string, readonly Member[], string]>([
    [
      "leads out of itself",
      [ok, { name: "../../etc/x", content: "x" }],
      'content: the member "../../etc/x" leads out of the archive',
    ],
    [
      "holds a link",
      [ok, { name: "l", content: "x", isLink: true }],
      'content: the member "l" is a link',
    ],
    [
      "unpacks without end",
      [ok, { name: "bomb", content: bomb }],
      'content: it unpacks to far more than it is, at "bomb"; it is not unpacked any further',
    ],
    ["holds nothing", [], "content holds no file of a known format"],
    [
      "holds nothing of use",
      [{ name: "a.txt", content: "hello\n" }],
      "content holds no file of a known format: it has a.txt (a text file)",
    ],
  ])("that %s is refused, as zip and as tar", async (_, members, message) => {
    const { codeSystem } = await ours();
    if (members.length > 0) await fails({ codeSystem, ...base64(zipOf(members)) }, message);
    await fails({ codeSystem, ...base64(await tarballOf(members)) }, message);
  });

  it("that is damaged or encrypted is refused", async () => {
    const { codeSystem } = await ours();
    const whole = zipOf([ok]);
    const cut = base64(whole.subarray(0, whole.length - 30));
    await fails(
      { codeSystem, ...cut },
      expect.stringMatching(/^content: the zip archive is damaged/),
    );
    const locked = base64(zipOf([{ ...ok, isEncrypted: true }]));
    await fails({ codeSystem, ...locked }, 'content: the member "a.json" is encrypted');
    const noTar = base64(gzipSync(json(URL)));
    await fails(
      { codeSystem, ...noTar },
      expect.stringMatching(/^content: this is no whole archive of the kind .tgz/),
    );
  });
});

describe("what is no release of a code system", () => {
  const bundle = readFileSync("test/fixtures/ocl-json/fruits.jsonl", "utf8");
  const table = "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode\na,1,b,2\n";
  const ofBundle =
    "ocl-json files hold owners, code systems, versions and mappings of their own; import them by command line";
  const ofTable = "crosswalk-csv files hold a crosswalk; import them by command line";

  it.each([
    [bundle, ofBundle],
    [table, ofTable],
  ])("is refused at once, with the way that is open", async (content, message) => {
    const { codeSystem } = await ours();
    const userErrors = [{ __typename: "FieldInvalid", path: ["content"], message }];
    await expectNothingDone(
      database,
      () => askImport(ask, author(), { codeSystem, content, version: "1" }),
      { job: null, report: null, userErrors },
    );
  });

  it.each([
    [bundle, ofBundle],
    [table, ofTable],
  ])("is refused in an archive by the job", async (content, message) => {
    const { codeSystem } = await ours();
    const packed = base64(zipOf([{ name: "a", content }]));
    await fails({ codeSystem, ...packed }, `content: ${message}`);
  });
});
