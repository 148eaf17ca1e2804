import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { SourceFile } from "../../../src/importers/format.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const EVERY = 1024 * 1024;

/** What lives in memory while a file is read. */
export class HeapWatch {
  readonly #living: number[] = [];

  /** The same file; each megabyte of it, whatever is no longer needed is thrown away and the rest counted. */
  over({ name, bytes }: SourceFile): SourceFile {
    return { name, bytes: this.#watched(bytes) };
  }

  /** Megabytes by which the most that lived is more than what lived at the beginning. */
  get growth(): number {
    const [first = Number.NaN] = this.#living;
    return (Math.max(...this.#living) - first) / 1024 ** 2;
  }

  async *#watched(bytes: SourceFile["bytes"]): AsyncIterable<Uint8Array> {
    let unseen = EVERY;
    for await (const chunk of bytes) {
      unseen += chunk.length;
      if (unseen >= EVERY) this.#look();
      unseen %= EVERY;
      yield chunk;
    }
    this.#look();
  }

  #look(): void {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    this.#living.push(heapUsed + external);
  }
}
