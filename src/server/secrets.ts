import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

const COST = { N: 16_384, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** What is kept of a client's secret: `scrypt:N:r:p:salt:hash`, salt and hash in base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, encoded(salt), encoded(hash)].join(":");
}

/**
 * Whether a secret is the one that was hashed. Without a hash the answer is no, but it takes as
 * long, so that nobody learns from the time which clients there are.
 */
export async function secretMatches(secret: string, kept: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = (kept ?? NO_CLIENT).split(":");
  const expected = Buffer.from(hash ?? "", "base64url");
  if (scheme !== "scrypt" || !salt || expected.length !== HASH_BYTES) {
    throw new Error("A client's secret is kept in a form that is not known");
  }
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(secret, Buffer.from(salt, "base64url"), cost);
  return timingSafeEqual(actual, expected) && kept !== null;
}

const NO_CLIENT = [
  "scrypt",
  COST.N,
  COST.r,
  COST.p,
  encoded(randomBytes(SALT_BYTES)),
  encoded(randomBytes(HASH_BYTES)),
].join(":");

function derive(secret: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function encoded(bytes: Buffer): string {
  return bytes.toString("base64url");
}
