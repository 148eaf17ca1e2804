import { Presets, SingleBar } from "cli-progress";

/** How far a long piece of work has come, shown as fits where the output goes. */
export interface Progress {
  advance(bytes: number): void;
  done(): void;
}

const STEP = 0.25;

/** A bar that moves on a terminal; elsewhere a plain line at every quarter. */
export function showProgress(title: string, total: number, output = process.stderr): Progress {
  return output.isTTY ? bar(title, total, output) : lines(title, total, output);
}

function bar(title: string, total: number, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar(
    // A hidden cursor would stay hidden after Ctrl-C.
    { format: `${title} {bar} {percentage}%`, stream, hideCursor: false, clearOnComplete: false },
    Presets.shades_classic,
  );
  shown.start(total, 0);
  return { advance: (bytes) => shown.increment(bytes), done: () => shown.stop() };
}

function lines(title: string, total: number, stream: NodeJS.WritableStream): Progress {
  let read = 0;
  let next = STEP;
  return {
    advance: (bytes) => {
      read += bytes;
      while (total > 0 && next <= 1 && read / total >= next) {
        stream.write(`${title}: ${Math.round(next * 100)}%\n`);
        next += STEP;
      }
    },
    done: () => {},
  };
}
