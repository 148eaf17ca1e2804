import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeOpaque, encodeOpaque } from "../../../src/kernel/opaque.js";

/** What somebody else than {@link encodeOpaque} might make. */
function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

const part = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);

describe("opaque texts", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(decodeOpaque(encodeOpaque(parts))).toEqual(parts);
      }),
    );
  });

  it("are fit for a URL", () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(encodeOpaque(parts)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  it("have one spelling", () => {
    expect(encodeOpaque(["CodeSystem", "icd10cm"])).toBe("WyJDb2RlU3lzdGVtIiwiaWNkMTBjbSJd");
  });

  it.each([
    ["nothing", ""],
    ["no base64url", "%%%"],
    ["no JSON", base64url("icd10cm")],
    ["an object", base64url('{"a":1}')],
    ["a text", base64url('"a"')],
    ["a number", base64url("7")],
    ["null", base64url("null")],
    ["a list that holds null", base64url('["a",null]')],
    ["a list that holds a list", base64url('["a",["b"]]')],
    ["a list that holds a boolean", base64url("[true]")],
    ["a number beyond JavaScript's", base64url("[1e999]")],
    ["blanks in the JSON", base64url('[ "a" ]')],
    ["another spelling of a number", base64url("[1.0]")],
    ["padding", `${encodeOpaque(["ab"])}=`],
    ["a line's end", `${encodeOpaque(["a"])}\n`],
    ["plain base64", Buffer.from('["???>>>"]').toString("base64")],
    ["something behind it", `${encodeOpaque(["a"])}AA`],
  ])("are not made of %s", (_, text) => {
    expect(decodeOpaque(text)).toBeNull();
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const parts = decodeOpaque(text);
        expect(parts === null || encodeOpaque(parts) === text).toBe(true);
      }),
    );
  });
});
