import { failed, ok, type Result } from "../../kernel/result.js";
import { type Failure, fieldInvalid } from "../failure.js";
import { labelFault } from "../versions/labels.js";

/** How the content of a file is written into a request. */
export type ContentEncoding = "TEXT" | "BASE64";

/** Bytes of a file that comes with a request; larger ones are imported by command line. */
export const CONTENT_LIMIT = 10 * 1024 * 1024;

/** Bytes that an archive may unpack to which comes with a request. */
export const UNPACKED_LIMIT = 512 * 1024 * 1024;

const TOO_LARGE = "The content is larger than 10 MB; import it by command line";
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a file, or what is wrong with them. */
export function contentBytes(content: string, encoding: ContentEncoding): Result<Buffer, Failure> {
  const refuse = (message: string) => failed(fieldInvalid(["content"], message));
  if (encoding === "TEXT") {
    if (Buffer.byteLength(content) > CONTENT_LIMIT) return refuse(TOO_LARGE);
    return content === "" ? refuse("The content is empty") : ok(Buffer.from(content, "utf8"));
  }
  const bare = content.replaceAll(/\s/g, "");
  if (bare.length % 4 !== 0 || !BASE64.test(bare)) return refuse("The content is not valid base64");
  const bytes = Buffer.from(bare, "base64");
  if (bytes.length > CONTENT_LIMIT) return refuse(TOO_LARGE);
  return bytes.length === 0 ? refuse("The content is empty") : ok(bytes);
}

/** What is wrong with the label that a release is to get; `required` where the content names none. */
export function releaseLabelFaults(label: string | null, required: boolean): readonly Failure[] {
  if (label === null) {
    return required ? [fieldInvalid(["version"], "A label for the version is required")] : [];
  }
  const fault = labelFault(label);
  return fault === null ? [] : [fieldInvalid(["version"], fault)];
}
