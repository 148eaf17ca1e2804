/**
 * A line of an order file of ICD-10: order number, code, valid (1) or header (0), short description in 60
 * columns, long one.
 * @param codes a pattern of the codes
 */
export function orderLine(codes: string): RegExp {
  return new RegExp(`^\\d{5} (?=.{7} [01] )(${codes}) +([01]) (\\S.{59}) (\\S.{0,399})$`);
}

/** A line of the addenda to such a file: what is done to a code, and the code with its descriptions. */
const CHANGE = /^(?:Add|Delete|Revise from|Revise to): *(?:[01] )?[0-9A-Z]{3,7} +\S/;

/** Whether a line tells a change to an order file. */
export function isOrderChange(line: string): boolean {
  return CHANGE.test(line);
}
