import type { JSONWebKeySet, JWK } from "jose";
import { failed, ok, type Result } from "../../kernel/result.js";
import { isSafeAddress } from "./settings.js";

/** Why a provider's keys were not had. */
export interface KeysFault {
  /** That it is not the provider that was configured: it will not do later either. */
  readonly lasting: boolean;
  /** For the operator; it follows a colon. */
  readonly reason: string;
}

const PATIENCE = 5000;
const LARGEST_DOCUMENT = 1024 * 1024;

/** The keys that a provider signs with, found by way of its discovery document. */
export async function fetchKeys(issuer: string): Promise<Result<JSONWebKeySet, KeysFault>> {
  const place = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
  const document = await fetchObject(place);
  if (!document.ok) return passing(document.failure);
  const { issuer: named, jwks_uri } = document.value;
  if (typeof named !== "string") return passing(`${place} names no issuer`);
  if (named !== issuer) {
    return failed({ lasting: true, reason: `the provider there calls itself ${shown(named)}` });
  }
  if (typeof jwks_uri !== "string" || !isSafeAddress(jwks_uri)) {
    return passing(`${place} names no address of keys that can be trusted`);
  }
  const keys = await fetchObject(jwks_uri);
  if (!keys.ok) return passing(keys.failure);
  const listed: unknown = keys.value.keys;
  if (!Array.isArray(listed)) return passing(`${jwks_uri} has no keys`);
  return ok({ keys: listed.filter(isPublicKey) });
}

function passing(reason: string) {
  return failed({ lasting: false, reason });
}

/** What others wrote, on one line and not too long of it. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

/** Keys that both sides know are none: whoever reads them here could sign with them. */
function isPublicKey(key: unknown): key is JWK {
  return typeof key === "object" && key !== null && "kty" in key && key.kty !== "oct";
}

async function fetchObject(address: string): Promise<Result<Record<string, unknown>, string>> {
  try {
    const response = await fetch(address, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return failed(`${address} answers ${response.status}`);
    }
    const text = await textOf(response);
    if (text === null) return failed(`${address} is too large`);
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? ok({ ...value })
      : failed(`${address} is no JSON object`);
  } catch (error) {
    if (error instanceof SyntaxError) return failed(`${address} is no JSON`);
    return failed(`${address} can't be had: ${whyNot(error)}`);
  }
}

/** null: it is larger than any document of a provider. */
async function textOf({ body }: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_DOCUMENT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${PATIENCE / 1000} seconds`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
