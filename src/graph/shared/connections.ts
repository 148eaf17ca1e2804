import {
  type ClassType,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import { encodeOpaque } from "../../kernel/opaque.js";
import type { Key, Slice, Window } from "../../kernel/window.js";
import { PageInfo } from "./PageInfo.js";

/** One window of a list as resolvers answer it. The total is counted only when it is asked for. */
export class Connection<Item> {
  readonly nodes: readonly Item[];
  readonly currentPage: number | null;
  readonly pageSize: number;
  readonly #slice: Slice<Item>;
  readonly #keyOf: (item: Item) => Key;
  readonly count: () => Promise<number> | number;

  constructor(
    slice: Slice<Item>,
    window: Window,
    list: {
      readonly keyOf: (item: Item) => Key;
      readonly count: () => Promise<number> | number;
    },
  ) {
    this.#slice = slice;
    this.#keyOf = list.keyOf;
    this.nodes = slice.items;
    this.count = list.count;
    this.currentPage = window.by === "page" ? window.number : null;
    this.pageSize = window.size;
  }

  get edges(): readonly { readonly cursor: string; readonly node: Item }[] {
    return this.nodes.map((node) => ({ cursor: this.#cursor(node), node }));
  }

  get pageInfo(): PageInfo {
    const first = this.nodes[0];
    const last = this.nodes.at(-1);
    return {
      hasNextPage: this.#slice.hasNext,
      hasPreviousPage: this.#slice.hasPrevious,
      startCursor: first === undefined ? null : this.#cursor(first),
      endCursor: last === undefined ? null : this.#cursor(last),
    };
  }

  #cursor(node: Item): string {
    return encodeOpaque(this.#keyOf(node));
  }
}

/** Resolver classes of the connections that were made; the schema is built with them. */
export const connectionResolvers: ClassType[] = [];

/**
 * Makes the connection type of a list, `{name}Connection` with `{name}Edge`.
 * @param what the items in words, for the descriptions
 */
export function connectionOf(name: string, node: () => ClassType, what: string): ClassType {
  @ObjectType(`${name}Edge`, { description: `One of the ${what} with its place in the list.` })
  class Edge {
    @Field(() => String, { description: "To go on from here: `after` or `before`." })
    readonly cursor!: string;

    @Field(node, { description: `The item at this place of the list.` })
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`, { description: `A window of a list of ${what}.` })
  class ConnectionType {
    @Field(() => [Edge], { description: "The items of this window, each with its cursor." })
    readonly edges!: Edge[];

    @Field(() => [node()], { description: "The items of this window." })
    readonly nodes!: object[];

    @Field(() => PageInfo, { description: "Where this window stands in the list." })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: "Page style: the number of this page; null when read by cursor.",
    })
    readonly currentPage!: number | null;

    @Field(() => Int, { description: "How many items were asked for, after clamping." })
    readonly pageSize!: number;
  }

  @Resolver(() => ConnectionType)
  class ConnectionResolver {
    @FieldResolver(() => Int, {
      description: "How many items the whole list has; counted only when selected.",
    })
    totalCount(@Root() connection: Connection<unknown>): Promise<number> | number {
      return connection.count();
    }
  }
  connectionResolvers.push(ConnectionResolver);
  return ConnectionType;
}
