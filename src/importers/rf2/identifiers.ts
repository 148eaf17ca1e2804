/** The multiplication of the dihedral group of ten, and what a digit becomes from place to place. */
const PRODUCTS = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const PLACES = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Whether a text looks like an identifier of SNOMED CT. */
export function isSctid(text: string): boolean {
  return /^[1-9]\d{5,17}$/.test(text);
}

/** Whether the last digit of an identifier is the one that follows from the others. */
export function isRightSctid(id: string): boolean {
  let check = 0;
  for (let at = 0; at < id.length; at += 1) {
    const digit = Number(id[id.length - 1 - at]);
    const placed = Number(PLACES[at % PLACES.length]?.[digit]);
    check = Number(PRODUCTS[check]?.[placed]);
  }
  return check === 0;
}

/** Whether an identifier is a concept's: the two digits before the last tell. */
export function isConceptId(id: string): boolean {
  return /^(?:00|10)$/.test(id.slice(-3, -1));
}
