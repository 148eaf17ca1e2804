import { expect, test } from "vitest";
import { readTokenRequest } from "../../../src/server/tokenRequest.js";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const accepted = { clientId: "demo", clientSecret: "s", audience: null, scope: null };

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function read(type: string, body: string, authorization?: string) {
  return readTokenRequest(type, authorization, Buffer.from(body));
}

const grant = { grant_type: "client_credentials", client_id: "demo", client_secret: "s" };

test.each([
  ["JSON", JSON_TYPE, JSON.stringify(grant), undefined, accepted],
  [
    "JSON with audience and scope",
    JSON_TYPE,
    JSON.stringify({ ...grant, audience: "https://a.org", scope: "read" }),
    undefined,
    { ...accepted, audience: "https://a.org", scope: "read" },
  ],
  [
    "JSON with nulls, empty texts and more than we know",
    JSON_TYPE,
    JSON.stringify({ ...grant, audience: "", scope: null, tenant: 7 }),
    undefined,
    accepted,
  ],
  [
    "a form",
    FORM,
    "grant_type=client_credentials&client_id=demo&client_secret=s&scope=read+write&x=1&x=2",
    undefined,
    { ...accepted, scope: "read write" },
  ],
  ["Basic", FORM, "grant_type=client_credentials", basic("demo:s"), accepted],
  [
    "Basic with the same client_id in the body",
    FORM,
    "grant_type=client_credentials&client_id=demo",
    basic("demo:s"),
    accepted,
  ],
  [
    "Basic with parts encoded as in forms",
    JSON_TYPE,
    '{"grant_type":"client_credentials"}',
    `basic  ${Buffer.from("a%3Ab+c:s%25%C3%A9:t").toString("base64")} `,
    { ...accepted, clientId: "a:b c", clientSecret: "s%é:t" },
  ],
])("%s is understood", (_, type, body, authorization, value) => {
  expect(read(type, body, authorization)).toEqual({ ok: true, value });
});

const badBasic = "The Authorization header is not HTTP Basic authentication";

test.each([
  ["no grant_type", FORM, "client_id=demo", undefined, "invalid_request", "grant_type is missing"],
  [
    "an empty grant_type",
    FORM,
    "grant_type=&client_id=demo",
    undefined,
    "invalid_request",
    "grant_type is missing",
  ],
  [
    "another grant",
    FORM,
    "grant_type=password",
    undefined,
    "unsupported_grant_type",
    "The only grant type is client_credentials",
  ],
  [
    "a repeated parameter",
    FORM,
    "grant_type=client_credentials&client_id=a&client_id=b",
    undefined,
    "invalid_request",
    "client_id is given more than once",
  ],
  ["no JSON", JSON_TYPE, "{", undefined, "invalid_request", "The body is not a JSON object"],
  ["a JSON array", JSON_TYPE, "[]", undefined, "invalid_request", "The body is not a JSON object"],
  ["an empty body", JSON_TYPE, "", undefined, "invalid_request", "The body is not a JSON object"],
  [
    "an audience that is no text",
    JSON_TYPE,
    JSON.stringify({ ...grant, audience: ["a"] }),
    undefined,
    "invalid_request",
    "audience must be a string",
  ],
  [
    "a client_id that is no text",
    JSON_TYPE,
    JSON.stringify({ ...grant, client_id: 7 }),
    undefined,
    "invalid_request",
    "client_id must be a string",
  ],
  [
    "another media type",
    "text/plain",
    JSON.stringify(grant),
    undefined,
    "invalid_request",
    "The Content-Type must be application/json or application/x-www-form-urlencoded",
  ],
  [
    "no client",
    FORM,
    "grant_type=client_credentials",
    undefined,
    "invalid_client",
    "client_id and client_secret are missing",
  ],
  [
    "no secret",
    FORM,
    "grant_type=client_credentials&client_id=demo",
    undefined,
    "invalid_client",
    "client_secret is missing",
  ],
  [
    "no client_id",
    FORM,
    "grant_type=client_credentials&client_secret=s",
    undefined,
    "invalid_client",
    "client_id is missing",
  ],
  [
    "two ways of authentication",
    JSON_TYPE,
    JSON.stringify(grant),
    basic("demo:s"),
    "invalid_request",
    "The client authenticates in two ways, use one",
  ],
  [
    "another client_id than the one that authenticates",
    FORM,
    "grant_type=client_credentials&client_id=other",
    basic("demo:s"),
    "invalid_request",
    "client_id is not the client that authenticates",
  ],
  ["a bearer token", FORM, "grant_type=client_credentials", "Bearer x", "invalid_client", badBasic],
  [
    "Basic without colon",
    FORM,
    "grant_type=client_credentials",
    basic("demo"),
    "invalid_client",
    badBasic,
  ],
  [
    "Basic without secret",
    FORM,
    "grant_type=client_credentials",
    basic("demo:"),
    "invalid_client",
    badBasic,
  ],
  [
    "Basic without base64",
    FORM,
    "grant_type=client_credentials",
    "Basic ***",
    "invalid_client",
    badBasic,
  ],
  [
    "Basic with a lone %",
    FORM,
    "grant_type=client_credentials",
    basic("demo:%"),
    "invalid_client",
    badBasic,
  ],
])("%s is refused", (_, type, body, authorization, error, description) => {
  expect(read(type, body, authorization)).toEqual({ ok: false, failure: { error, description } });
});

test("Descriptions hold only characters that RFC 6749 allows there", () => {
  const refusal = read("text/plain", "");
  expect(refusal.ok ? "" : refusal.failure.description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
});
