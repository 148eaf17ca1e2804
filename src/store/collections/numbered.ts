import type { MemberState } from "./pins.js";
import { stateText } from "./stateText.js";

/** The states of some keys, each once, and for each key the number of its state, from 1. */
export function numbered(keys: readonly { readonly state: MemberState }[]) {
  const texts = keys.map(({ state }) => stateText(state));
  const distinct = [...new Set(texts)];
  return {
    states: distinct.flatMap((text) => keys[texts.indexOf(text)]?.state ?? []),
    numbers: texts.map((text) => distinct.indexOf(text) + 1),
  };
}
