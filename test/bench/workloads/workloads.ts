import { lookUpCode } from "./lookUpCode.js";
import { nestedCrosswalks } from "./nestedCrosswalks.js";
import { newestPageByCursor, oldPageByCursor } from "./pagesByCursor.js";
import { newestPageByNumber, oldPageByNumber } from "./pagesByNumber.js";
import type { ReadWorkload } from "./workload.js";

/** Every question that is measured, in the order of the report. A new one is added here and nowhere else. */
export const readWorkloads: readonly ReadWorkload[] = [
  lookUpCode,
  newestPageByCursor,
  oldPageByCursor,
  newestPageByNumber,
  oldPageByNumber,
  nestedCrosswalks,
];
