import { ArgsType, Field, Int } from "type-graphql";
import { decodeOpaque } from "../../kernel/opaque.js";
import type { Key, Window } from "../../kernel/window.js";
import { isStorable } from "../../rules/text.js";
import { badUserInput } from "./errors.js";
import { isGiven } from "./given.js";

/** Every list's arguments. Which style was chosen shows in what is given. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description:
      "Page style: items per page, at least 1. More than the list's maximum is clamped to it; the " +
      "connection's pageSize tells what was used.",
  })
  readonly pageSize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Page style: which page, from 1. Past the end the page is empty. Default 1.",
  })
  readonly pageNumber?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Cursor style: how many items from the start, or after `after`; clamped to the maximum.",
  })
  readonly first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor style: items after this cursor of the same list.",
  })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Cursor style: how many items from the end, or before `before`; clamped to the maximum.",
  })
  readonly last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor style: items before this cursor of the same list.",
  })
  readonly before?: string | null;
}

/** The same with an offset, as lists of collections have it. */
@ArgsType()
export class OffsetPageArguments extends PageArguments {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: "Page style: how many items to leave out before the first page; 0 or more.",
  })
  readonly offset?: number | null;
}

/** A number is an integer of the database's; a decimal is any number. */
type KeyPart = "string" | "number" | "decimal";

/** Sizes of a list's windows, and what its cursors hold. */
export interface ListShape {
  readonly defaultSize: number;
  readonly maximumByPage: number;
  readonly maximumByCursor: number;
  /** The types of the key's parts, which tell a cursor of this list from others. */
  readonly key: readonly KeyPart[];
}

/** What lists allow unless they say otherwise. */
export const usualSizes = {
  defaultSize: 100,
  maximumByPage: 1000,
  maximumByCursor: 1000,
} as const;

/**
 * The window that a list's arguments ask for.
 * @throws BAD_USER_INPUT where both styles are mixed, a size or number is under 1, or a cursor is foreign
 */
export function windowOf(given: OffsetPageArguments, shape: ListShape): Window {
  const { pageSize, pageNumber, first, after, last, before } = given;
  const cursorStyle = [first, after, last, before].some(isGiven);
  if (cursorStyle && [pageSize, pageNumber].some(isGiven)) {
    throw badUserInput(
      "Give pageSize and pageNumber, or first, after, last and before; not both kinds.",
    );
  }
  if (isGiven(first) && isGiven(last)) throw badUserInput("Give first or last, not both.");
  for (const [name, value] of Object.entries({ pageSize, pageNumber, first, last })) {
    if (isGiven(value) && value < 1)
      throw badUserInput(`${name} is ${value}; at least 1 is needed.`);
  }
  const offset = given.offset ?? 0;
  if (offset < 0) throw badUserInput(`offset is ${offset}; at least 0 is needed.`);
  if (!cursorStyle) {
    const size = Math.min(pageSize ?? shape.defaultSize, shape.maximumByPage);
    return { by: "page", size, number: pageNumber ?? 1, ...(offset > 0 ? { offset } : {}) };
  }
  if (offset > 0) throw badUserInput("Give offset with pageSize and pageNumber, not with cursors.");
  return {
    by: "cursor",
    size: Math.min(first ?? last ?? shape.defaultSize, shape.maximumByCursor),
    after: keyOf("after", after, shape),
    before: keyOf("before", before, shape),
    backward: isGiven(last),
  };
}

function keyOf(name: string, cursor: string | null | undefined, shape: ListShape): Key | null {
  if (!isGiven(cursor)) return null;
  const key = decodeOpaque(cursor);
  const fits =
    key?.length === shape.key.length && key.every((part, at) => isPossible(part, shape.key[at]));
  if (!key || !fits) throw badUserInput(`${name} is not a cursor of this list.`);
  return key;
}

/** Whether a row could have it: cursors that nobody gave out must not reach the database. */
function isPossible(part: string | number, kind: KeyPart | undefined): boolean {
  if (typeof part === "string") return kind === "string" && isStorable(part);
  return kind === "decimal" || (kind === "number" && (part | 0) === part);
}
