import type { Ending, Program, ProgramOptions } from "./program.js";
import type { Workplace } from "./workplace.js";

/** A server that is ready. */
export interface Termgate {
  readonly program: Program;
  readonly url: string;
  /** The one that it prints to be pasted. */
  readonly token: string;
  /** Milliseconds from the start of the process until it was ready. */
  readonly took: number;
  /** Asks the graph as the client of the token and answers the data. Rejects where there are errors. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Stops it as an operator does. */
  stop(): Promise<Ending>;
}

interface TermgateOptions extends ProgramOptions {
  /** Where the embedded database lies; in the environment as DATA_DIR. */
  readonly data?: string;
  readonly args?: readonly string[];
}

/** Starts a server and waits until it is ready. */
export async function startTermgate(
  workplace: Workplace,
  { data, args = [], env, ...options }: TermgateOptions,
): Promise<Termgate> {
  const begun = performance.now();
  return await readyTermgate(
    workplace.run("main", args, { ...options, env: serverEnvironment(data, env) }),
    begun,
  );
}

/** What a server is told by its environment: any free port, and where the data is. */
export function serverEnvironment(
  data: string | undefined,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { PORT: "0", ...(data === undefined ? {} : { DATA_DIR: data }), ...more };
}

/** Waits for a server that was started in whatever way. */
export async function readyTermgate(program: Program, begun: number): Promise<Termgate> {
  const [, token = ""] = await program.says(/^Authorization: Bearer (\S+)$/m);
  const took = performance.now() - begun;
  const [, url = ""] = await program.says(/^Termgate is ready at (\S+)$/m);
  return {
    program,
    url,
    token,
    took,
    ask: (query, variables = {}) => askGraph(url, token, { query, variables }),
    stop: async () => {
      program.kill("process", "SIGTERM");
      return await program.ended;
    },
  };
}

/** Asks a graph over HTTP. */
export async function askGraph(
  url: string,
  token: string | null,
  body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (answer.errors !== undefined || response.status !== 200) {
    throw new Error(`${response.status} ${JSON.stringify(answer.errors)}`);
  }
  return answer.data;
}
