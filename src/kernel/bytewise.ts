const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** How texts stand to each other by their UTF-8 bytes, as the database sorts codes: under 0, 0, or above 0. */
export function bytewise(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [own, others] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (own !== others) return weight(own) - weight(others);
  }
  return one.length - other.length;
}

/** Characters of two surrogates come after all others, which JavaScript's own order has in their midst. */
function weight(unit: number): number {
  if (unit < SURROGATES) return unit;
  return unit >= AFTER_SURROGATES ? unit - 0x800 : unit + 0x2000;
}
