import type { ContentIndex } from "../content/contentIndex.js";
import { Random } from "../content/random.js";
import { type Contestant, questionFor } from "../contestants/contestant.js";
import type { Generator } from "../load/generator.js";
import type { Target } from "../load/protocol.js";
import { bodyText } from "../load/requests.js";
import type { Draw, PeerCursor, ReadWorkload } from "../workloads/workload.js";

/** Draws the next so many requests of a workload, the same in every run. */
export type Drawer = (count: number) => Draw[];

export function drawerOf(workload: ReadWorkload, content: ContentIndex): Drawer {
  const random = new Random(`requests of ${workload.name}`);
  return (count) => Array.from({ length: count }, () => workload.draw(content, random));
}

/** Long requests are handed over in parts of so many, not to be in memory all at once. */
const PART = 500;

/** Gives the generator so many requests of a workload for each contestant, under the contestant's name. */
export async function prepareRequests(
  generator: Generator,
  contestants: readonly Contestant[],
  {
    workload,
    draw,
    digests,
    count,
  }: {
    readonly workload: ReadWorkload;
    readonly draw: Drawer;
    readonly digests: CursorDigests;
    readonly count: number;
  },
): Promise<void> {
  const most = Math.min(count, workload.mostRequests ?? count);
  const targets = await Promise.all(contestants.map(({ target }) => target(workload.name)));
  for (let left = most; left > 0; left -= PART) {
    const drawn = draw(Math.min(left, PART));
    for (const [at, contestant] of contestants.entries()) {
      const [{ document }, target] = [questionFor(contestant, workload), targets[at]];
      const variables = variablesFor(contestant, drawn, digests);
      if (target) await generator.prepare({ id: contestant.name, target, document, variables });
    }
  }
}

/** Asks a server once. @returns what it answered, GraphQL's `data` or the floor's text, parsed */
export async function ask(
  { host, port, path, headers }: Target,
  document: string | null,
  variables: unknown,
): Promise<unknown> {
  const response = await fetch(`http://${host}:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: bodyText(document, variables),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 1000)}`);
  const answer = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (document === null) return answer;
  if (answer.errors) throw new Error(text.slice(0, 1000));
  return answer.data;
}

/** Digests of the peer's orders, which begin its cursors; by the name of the cursor. */
export type CursorDigests = ReadonlyMap<string, unknown>;

/** Learns from the peer how it makes its cursors: by asking without them, and looking at what comes. */
export async function learnCursors(
  peer: Contestant,
  { name, postgraphile: { cursors } }: ReadWorkload,
  sample: Draw,
): Promise<CursorDigests> {
  if (!cursors) return new Map();
  const variables = Object.fromEntries(
    Object.entries(sample.postgraphile).map(([key, value]) => [
      key,
      isCursor(value) ? null : value,
    ]),
  );
  const answer = await ask(await peer.target(name), cursors.document, variables);
  return new Map(
    Object.entries(cursors.find).map(([cursor, find]) => {
      const text = Buffer.from(find(answer as never), "base64").toString("utf8");
      const [digest] = JSON.parse(text) as unknown[];
      return [cursor, digest];
    }),
  );
}

/** The variables of draws as one contestant takes them. */
export function variablesFor(
  { kind }: Contestant,
  drawn: readonly Draw[],
  digests: CursorDigests,
): unknown[] {
  switch (kind) {
    case "TERMGATE":
      return drawn.map(({ termgate }) => termgate);
    case "FLOOR":
      return drawn.map(({ floor }) => floor);
    case "POSTGRAPHILE":
      return drawn.map(({ postgraphile }) =>
        Object.fromEntries(
          Object.entries(postgraphile).map(([key, value]) => [
            key,
            isCursor(value) ? madeWhole(value, digests) : value,
          ]),
        ),
      );
  }
}

function isCursor(value: unknown): value is PeerCursor {
  return typeof value === "object" && value !== null && "cursor" in value;
}

function madeWhole({ cursor, values }: PeerCursor, digests: CursorDigests): string {
  if (!digests.has(cursor)) throw new Error(`There is no sample of the cursor ${cursor}`);
  return Buffer.from(JSON.stringify([digests.get(cursor), ...values])).toString("base64");
}

/** A contestant's answer in the shape that all answers are compared in. */
export async function normalisedAnswer(
  contestant: Contestant,
  workload: ReadWorkload,
  { target, variables }: { readonly target: Target; readonly variables: unknown },
): Promise<unknown> {
  const { document, normalised } = questionFor(contestant, workload);
  return normalised((await ask(target, document, variables)) as never);
}
