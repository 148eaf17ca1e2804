import type { Result } from "../../kernel/result.js";
import type { Context } from "../context.js";
import type { ConversionLoss } from "./ConversionLoss.js";
import { badUserInput } from "./errors.js";

/** A version written down whole. */
interface Written {
  readonly text: string;
  readonly losses: readonly ConversionLoss[];
}

/** What a command answers that writes a version down, or why it doesn't. */
type Writing = Result<
  {
    readonly pieces: AsyncIterable<{ readonly text: string }>;
    readonly losses: readonly ConversionLoss[];
  },
  string
>;

/** What a request has had written down, for as long as its loaders know what they know. */
const known = new WeakMap<Context["load"], Map<string, Promise<Written>>>();

/**
 * A version that the caller has seen already, written down once a request however often it is asked for.
 * @param key which version, in which form
 * @throws BAD_USER_INPUT where it is not written
 */
export async function writtenOnce(
  { load }: Context,
  key: readonly unknown[],
  write: () => Promise<Writing>,
): Promise<Written> {
  const ofRequest = known.get(load) ?? new Map<string, Promise<Written>>();
  known.set(load, ofRequest);
  const text = JSON.stringify(key);
  const found = ofRequest.get(text) ?? write().then(whole);
  ofRequest.set(text, found);
  return await found;
}

async function whole(writing: Writing): Promise<Written> {
  if (!writing.ok) throw badUserInput(`${writing.failure}.`);
  const { pieces, losses } = writing.value;
  const texts: string[] = [];
  for await (const { text } of pieces) texts.push(text);
  return { text: texts.join(""), losses };
}
