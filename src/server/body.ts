import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { failed, ok, type Result } from "../kernel/result.js";
import type { Exchange } from "./exchange.js";

/** Why a body could not be read. */
type BodyFault = "too-large" | "gone";

/** The whole body of a request, unless it has more bytes than are allowed. */
export function readBody(
  { request, response }: Exchange,
  limit: number,
): Promise<Result<Buffer, BodyFault>> {
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    return Promise.resolve(failed("too-large"));
  }
  if (awaitsContinue(request)) response.writeContinue();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Result<Buffer, BodyFault>) => {
      request.off("data", take).off("end", finish).off("close", leave);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) settle(failed("too-large"));
      else chunks.push(chunk);
    };
    const finish = () =>
      settle(ok(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const leave = () => settle(failed("gone"));
    request.on("data", take).on("end", finish).on("close", leave).on("error", leave);
  });
}

/** Whether a body comes with the request. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Whether the caller sends its body only when told to. */
export function awaitsContinue({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === "100-continue";
}

/** The media type of a body, in small letters and without parameters; empty where none is named. */
export function mediaType({ headers }: IncomingMessage): string {
  const type = headers["content-type"] ?? "";
  const end = type.indexOf(";");
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

/** Why the bytes of a body can't be read as text, whatever they say; null where they can. */
export function foreignEncoding({ headers }: IncomingMessage): string | null {
  const encoding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity")
    return "A body with Content-Encoding can't be read; send it as it is";
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers["content-type"] ?? "")?.[1];
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return null;
  return "The body must be encoded in UTF-8";
}

/** The object that a body says in JSON, or what is wrong with it. */
export function parseObject(body: Buffer): Result<Readonly<Record<string, unknown>>, string> {
  if (body.length === 0) return failed("The body is empty; it must be a JSON object");
  if (!isUtf8(body)) return failed("The body is not valid UTF-8");
  try {
    const value: unknown = JSON.parse(body.toString("utf8").replace(/^\uFEFF/, ""));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return ok(value as Readonly<Record<string, unknown>>);
    }
    return failed(
      Array.isArray(value)
        ? "The body is a JSON array; operations can't be sent in batches, send one JSON object"
        : "The body must be a JSON object",
    );
  } catch (error) {
    return failed(`The body is not valid JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
