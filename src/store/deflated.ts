import { promisify } from "node:util";
import { constants, deflateRaw, inflateRaw, type ZlibOptions } from "node:zlib";

const deflate = promisify(deflateRaw);
const inflate = promisify<Buffer, ZlibOptions, Buffer>(inflateRaw);
/** The least that zlib takes for a piece. */
const SMALLEST_PIECE = 64;

/** Bytes made fewer, as quickly as can be, beside the main thread. */
export async function deflated(bytes: Buffer): Promise<Buffer> {
  return await deflate(bytes, { level: constants.Z_BEST_SPEED });
}

/**
 * The bytes that {@link deflated} made fewer. Rejects where it did not make them.
 * @param length how many they were: they come in one piece then, and not in many that are put together
 */
export async function inflated(bytes: Buffer, length: number): Promise<Buffer> {
  // One more, or another piece is made ready when the first is full.
  const chunkSize = Math.max(SMALLEST_PIECE, length + 1);
  return await inflate(bytes, { chunkSize, maxOutputLength: chunkSize });
}
