/** The moment at which the tests' world is made. */
export const FIXED_NOW = new Date("2026-01-15T12:00:00.000Z");
