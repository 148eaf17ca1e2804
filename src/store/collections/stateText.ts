import type { MemberState, Pin } from "./pins.js";

const texts = new WeakMap<MemberState | readonly Pin[], string>();

/**
 * A state as a text, equal for equal states. A request asks for it with every member, and a collection may have
 * hundreds of pins: both are written once.
 */
export function stateText(state: MemberState): string {
  return textOf(state, ({ pins, ...others }) => {
    return `${JSON.stringify(others)} ${textOf(pins, JSON.stringify)}`;
  });
}

function textOf<Part extends MemberState | readonly Pin[]>(
  part: Part,
  write: (part: Part) => string,
): string {
  const known = texts.get(part) ?? write(part);
  texts.set(part, known);
  return known;
}
