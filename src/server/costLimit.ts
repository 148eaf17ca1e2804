import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from "graphql";
import { type ComplexityEstimator, getComplexity, simpleEstimator } from "graphql-query-complexity";
import { limits } from "./limits.js";

/** What a list answers when its size is left out, and at most. */
const USUAL_SIZE = 100;
const LARGEST_SIZE = 1000;

/**
 * Refuses operations that ask for more than so many values. A field costs one, and what is below a list
 * costs as often as the list may have items. Documents that stay below the limit with the largest lists are
 * looked at once; for the others the sizes in the variables decide.
 */
export function costLimit<Context extends BaseContext>(
  schema: GraphQLSchema,
): ApolloServerPlugin<Context> {
  const harmless = new WeakMap<DocumentNode, boolean>();
  const isHarmless = (document: DocumentNode, operationName: string | null): boolean => {
    const known = harmless.get(document);
    if (known !== undefined) return known;
    const several = document.definitions.filter(
      ({ kind }) => kind === "OperationDefinition",
    ).length;
    const answer = several === 1 && costOf(schema, document, operationName, null) <= limits.cost;
    harmless.set(document, answer);
    return answer;
  };
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operationName, request: { variables } }) => {
        if (isHarmless(document, operationName)) return;
        const cost = costOf(schema, document, operationName, variables ?? {});
        if (cost <= limits.cost) return;
        throw new GraphQLError(
          `The operation may answer ${cost} values; at most ${limits.cost} are allowed. Ask for ` +
            "smaller pages, or for fewer lists within lists.",
          { extensions: { code: "QUERY_TOO_COMPLEX" } },
        );
      },
    }),
  };
}

/** With `variables` null: with every size that a variable sets at its largest. */
function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown> | null,
): number {
  return getComplexity({
    schema,
    query,
    ...(operationName === null ? {} : { operationName }),
    variables: variables ?? {},
    estimators: [
      listEstimator(variables === null ? LARGEST_SIZE : USUAL_SIZE),
      simpleEstimator({ defaultComplexity: 1 }),
    ],
  });
}

function listEstimator(sizeLeftOut: number): ComplexityEstimator {
  return ({ field, args, childComplexity, node }) => {
    const items = itemsOf(args);
    if (items !== null) return 1 + items * childComplexity;
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !type.name.endsWith("Connection")) return undefined;
    const given = args.first ?? args.last ?? args.pageSize;
    const named = (node.arguments ?? []).some(({ name: { value } }) => sizes.has(value));
    const leftOut = named ? sizeLeftOut : USUAL_SIZE;
    const size = typeof given === "number" ? Math.min(Math.max(given, 1), LARGEST_SIZE) : leftOut;
    return 1 + size * childComplexity;
  };
}

const sizes: ReadonlySet<string> = new Set(["first", "last", "pageSize"]);

/** How many things a field is asked for by an argument that lists them; null where none does. */
function itemsOf(args: Readonly<Record<string, unknown>>): number | null {
  const input = args.input;
  const within = typeof input === "object" && input !== null ? Object.values(input) : [];
  const lists = [...Object.values(args), ...within].filter((value) => Array.isArray(value));
  return lists.length === 0 ? null : Math.max(...lists.map(({ length }) => length));
}
