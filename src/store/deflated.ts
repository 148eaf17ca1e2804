import { promisify } from "node:util";
import { constants, deflateRaw, inflateRaw } from "node:zlib";

const deflate = promisify(deflateRaw);

/** Bytes made fewer, as quickly as can be, beside the main thread. */
export async function deflated(bytes: Buffer): Promise<Buffer> {
  return await deflate(bytes, { level: constants.Z_BEST_SPEED });
}

/** The bytes that {@link deflated} made fewer. Rejects where it did not make them. */
export const inflated = promisify<Buffer, Buffer>(inflateRaw);
