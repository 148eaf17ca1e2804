import type { ContentIndex } from "../content/contentIndex.js";
import { Random } from "../content/random.js";
import type { Draw, ReadWorkload } from "./workload.js";

/** So many questions come again and again. */
const QUESTIONS = 300;

/** The same question, asked with the same few hundred values over and over, as popular content is. */
export function repeated(workload: ReadWorkload, name: string): ReadWorkload {
  const drawn = new WeakMap<ContentIndex, readonly Draw[]>();
  return {
    ...workload,
    letter: "r",
    name,
    about: `${workload.about}; ${QUESTIONS} questions that come again and again`,
    comesAgain: true,
    draw: (content, random) => {
      const questions = drawn.get(content) ?? questionsOf(workload, content);
      drawn.set(content, questions);
      return random.pick(questions);
    },
  };
}

function questionsOf(workload: ReadWorkload, content: ContentIndex): readonly Draw[] {
  const random = new Random(`questions of ${workload.name}`);
  return Array.from({ length: QUESTIONS }, () => workload.draw(content, random));
}
