import type { SourceFile } from "./format.js";

/** How much of a file's beginning its format is recognised by. */
export const HEAD_BYTES = 64 * 1024;

/** The beginning of a file, enough to recognise its format by. */
export async function headOf({ bytes }: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
