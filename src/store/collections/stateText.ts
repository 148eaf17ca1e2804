import type { MemberState, Pin } from "./pins.js";

const texts = new WeakMap<readonly Pin[], string>();

/**
 * A state as a text, equal for equal states. A request asks for it with every member, and a collection may have
 * hundreds of pins: they are written once.
 */
export function stateText({ pins, ...state }: MemberState): string {
  const known = texts.get(pins) ?? JSON.stringify(pins);
  texts.set(pins, known);
  return `${JSON.stringify(state)} ${known}`;
}
