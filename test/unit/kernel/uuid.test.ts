import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalUuid, nameUuid } from "../../../src/kernel/uuid.js";

/** The namespaces that RFC 9562 registers. */
const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const URL_NAMESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

describe("nameUuid", () => {
  it("gives the value that RFC 9562 works out in its appendix A.4", () => {
    expect(nameUuid(DNS, "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  });

  it.each([
    [DNS, "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d"],
    [URL_NAMESPACE, "http://www.example.com/", "fcde3c85-2270-590f-9e7c-ee003d65e0e2"],
  ])("gives what Python's uuid5 gives: %s %s", (namespace, name, expected) => {
    expect(nameUuid(namespace, name)).toBe(expected);
  });

  it.each(["", "icd10cm", `{${DNS}}`, DNS.slice(1)])("takes no %j for a namespace", (namespace) => {
    expect(() => nameUuid(namespace, "a")).toThrow(`"${namespace}" is not a UUID`);
  });

  it("takes the namespace in upper case too", () => {
    expect(nameUuid(DNS.toUpperCase(), "a")).toBe(nameUuid(DNS, "a"));
  });

  it("has the version and the variant of RFC 9562", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.array(fc.string()), (namespace, parts) => {
        expect(nameUuid(namespace, ...parts)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it("tells apart where one part ends and the next begins", () => {
    expect(nameUuid(DNS, "ab", "c")).not.toBe(nameUuid(DNS, "a", "bc"));
    expect(nameUuid(DNS, "ab", "")).not.toBe(nameUuid(DNS, "", "ab"));
  });

  it("differs between namespaces", () => {
    expect(nameUuid(DNS, "a")).not.toBe(nameUuid(URL_NAMESPACE, "a"));
  });
});

describe("canonicalUuid", () => {
  it("spells a UUID in lower case", () => {
    expect(canonicalUuid("2ED6657D-E927-568b-95e1-2665a8aea6a2")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });

  it.each([
    "",
    "icd10cm",
    "2ed6657de927568b95e12665a8aea6a2",
    "{2ed6657d-e927-568b-95e1-2665a8aea6a2}",
    "2ed6657d-e927-568b-95e1-2665a8aea6a2}",
    " 2ed6657d-e927-568b-95e1-2665a8aea6a2",
    "2ed6657d-e927-568b-95e1-2665a8aea6a2\n",
    "2ed6657d-e927-568b-95e1-2665a8aea6ag",
    "2ed6657d-e927-568b-95e1-2665a8aea6a22",
  ])("takes %j for none", (text) => {
    expect(canonicalUuid(text)).toBeNull();
  });
});
