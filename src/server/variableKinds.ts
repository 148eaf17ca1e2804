import { z } from "zod";

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most));
}

/** One text or several, separated by commas. */
export function oneOrMore() {
  return z
    .string()
    .transform(list)
    .pipe(z.tuple([z.string()], z.string()));
}

/** The items between commas, blank ones left out. */
export function list(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
