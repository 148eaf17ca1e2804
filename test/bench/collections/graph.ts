import type { Contestant } from "../contestants/contestant.js";
import { Connection } from "../load/connection.js";
import type { Target } from "../load/protocol.js";
import { bodyText, requestText } from "../load/requests.js";

/** Asks a server of the product, one request at a time. */
export class Graph {
  readonly #contestant: Contestant;
  /** Its token is good for longer than anything is measured. */
  #target: Target | null = null;
  #connection: Connection | null = null;

  constructor(contestant: Contestant) {
    this.#contestant = contestant;
  }

  /** What was answered, and after how many milliseconds. @throws where anything went wrong */
  async ask<Data>(document: string, variables: unknown): Promise<{ data: Data; taken: number }> {
    this.#target ??= await this.#contestant.target("");
    const target = this.#target;
    if (!this.#connection?.isOpen) this.#connection = new Connection(target.host, target.port);
    const request = requestText(target, bodyText(document, variables));
    const began = performance.now();
    const { body } = await this.#connection.send(request);
    const taken = performance.now() - began;
    const { data, errors } = JSON.parse(body.toString("utf8")) as { data: Data; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return { data, taken };
  }
}
