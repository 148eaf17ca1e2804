import { contains, memberPage } from "./collectionMembers.js";
import { lookUpCode } from "./lookUpCode.js";
import { nestedCrosswalks } from "./nestedCrosswalks.js";
import { newestPageByCursor, oldPageByCursor } from "./pagesByCursor.js";
import { newestPageByNumber, oldPageByNumber } from "./pagesByNumber.js";
import { repeated } from "./repeated.js";
import { translateCodes } from "./translateCodes.js";
import type { ReadWorkload } from "./workload.js";

/** Every question that is measured, in the order of the report. A new one is added here and nowhere else. */
export const readWorkloads: readonly ReadWorkload[] = [
  lookUpCode,
  translateCodes,
  newestPageByCursor,
  oldPageByCursor,
  newestPageByNumber,
  oldPageByNumber,
  nestedCrosswalks,
  memberPage,
  contains,
  repeated(lookUpCode, "r1 targets of a code, again"),
  repeated(newestPageByCursor, "r2 page, newest, again"),
  repeated(oldPageByCursor, "r3 page, old, again"),
  repeated(nestedCrosswalks, "r4 20 crosswalks of 10, again"),
];
