import { isDeepStrictEqual } from "node:util";
import type { Contestant } from "../contestants/contestant.js";
import type { Draw, ReadWorkload } from "../workloads/workload.js";
import { type CursorDigests, normalisedAnswer, variablesFor } from "./questions.js";

/** Two contestants do not answer the same. */
class AnswersDiffer extends Error {
  override readonly name = "AnswersDiffer";
}

/** Questions to compare the answers to, and how the peer's cursors begin. */
export interface ComparedDraws {
  readonly drawn: readonly Draw[];
  readonly digests: CursorDigests;
}

/**
 * Asks all contestants the same and compares what they answer.
 * @returns the mean length of an answer as compared, in characters
 * @throws AnswersDiffer at the first difference
 */
export async function compareAnswers(
  contestants: readonly Contestant[],
  workload: ReadWorkload,
  { drawn, digests }: ComparedDraws,
): Promise<number> {
  const askers = await Promise.all(
    contestants.map(async (contestant) => ({
      contestant,
      target: await contestant.target(workload.name),
      variables: variablesFor(contestant, drawn, digests),
    })),
  );
  let characters = 0;
  for (const at of drawn.keys()) {
    const answers = await Promise.all(
      askers.map(async ({ contestant, target, variables }) => ({
        name: contestant.name,
        variables: variables[at],
        answer: plain(
          await normalisedAnswer(contestant, workload, { target, variables: variables[at] }),
        ),
      })),
    );
    const [first, ...others] = answers;
    if (!first) throw new Error("Nobody takes part");
    characters += JSON.stringify(first.answer).length;
    for (const other of others) {
      if (isDeepStrictEqual(first.answer, other.answer)) continue;
      throw new AnswersDiffer(
        [`${workload.name}: ${first.name} and ${other.name} differ`, told(first), told(other)].join(
          "\n",
        ),
      );
    }
  }
  return characters / drawn.length;
}

/** What JSON makes of it: no undefined values, no prototypes. */
function plain(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer));
}

function told({ name, variables, answer }: { name: string; variables: unknown; answer: unknown }) {
  return `${name} with ${JSON.stringify(variables)}:\n  ${JSON.stringify(answer).slice(0, 1500)}`;
}
