import { connect, type Socket } from "node:net";

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * One keep-alive connection that carries one request at a time. It does no more than it must, since
 * the generator shares the machine with what it measures: answers need a Content-Length.
 */
export class Connection {
  readonly #socket: Socket;
  #waiting: ((answer: RawAnswer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  #received: Buffer[] = [];
  #length = 0;
  /** Bytes of the whole answer, once its head is there. */
  #expected: { readonly status: number; readonly head: number; readonly whole: number } | null =
    null;

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("The server closed a connection")));
  }

  /** Sends a whole request and waits for its answer. */
  send(request: Buffer): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  /** Whether it can still carry a request. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    this.#expected ??= this.#readHead();
    if (this.#expected === null || this.#length < this.#expected.whole) return;
    const { status, head, whole } = this.#expected;
    const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    this.#received = [];
    this.#length = 0;
    this.#expected = null;
    this.#waiting?.({ status, body: all.subarray(head, whole) });
  }

  #readHead() {
    const all = this.#received.length === 1 ? this.#received[0] : Buffer.concat(this.#received);
    const end = all?.indexOf(HEAD_END) ?? -1;
    if (!all || end < 0) return null;
    const text = all.toString("latin1", 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
    if (length === undefined) {
      this.#fail(new Error(`An answer has no Content-Length:\n${text}`));
      return null;
    }
    const head = end + HEAD_END.length;
    return { status: Number(text.slice(9, 12)), head, whole: head + Number(length) };
  }

  #fail(error: Error): void {
    this.#failed?.(error);
    this.#failed = null;
    this.#socket.destroy();
  }
}
