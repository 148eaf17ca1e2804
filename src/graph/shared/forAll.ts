import { type Loader, listLoaderOf } from "../../store/batch.js";
import type { Loaders } from "../../store/store.js";
import type { Context } from "../context.js";

/** Answers a field for each of some objects, in their order; with an error in the place of what can't be answered. */
export type ForEach = (
  roots: readonly unknown[],
  ...given: readonly unknown[]
) => Promise<readonly unknown[]>;

const known = new WeakMap<object, ForEach>();

/**
 * Has a field's method called with all objects of a list that the field is asked of, instead of with each: what
 * they have in common is then found out once. The method's first parameter is the objects, its last the context.
 * Executors that know of one object at a time call it as they call other methods.
 */
export function ForAll() {
  return <Method extends (roots: never, ...given: never) => Promise<readonly unknown[]>>(
    _resolver: object,
    _name: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const forEach = descriptor.value as unknown as ForEach;
    const forOne = calledForOne(forEach);
    known.set(forOne, forEach);
    descriptor.value = forOne as unknown as Method;
  };
}

/** What answers for each of some objects in the place of a method that answers for one. */
export function forEachOf(method: object): ForEach | null {
  return known.get(method) ?? null;
}

/** Gathers the objects that a request asks for at the same time with the same arguments. */
function calledForOne(forEach: ForEach) {
  const ofRequests = new WeakMap<Loaders, Map<string, Loader<unknown, unknown>>>();
  return function (this: unknown, root: unknown, ...more: readonly unknown[]): Promise<unknown> {
    // Callers who don't count fill up with undefined.
    const given = more.slice(0, forEach.length - 1);
    const { load } = given.at(-1) as Context;
    const loaders = ofRequests.get(load) ?? new Map<string, Loader<unknown, unknown>>();
    ofRequests.set(load, loaders);
    const asked = JSON.stringify(given.slice(0, -1));
    const loader =
      loaders.get(asked) ??
      listLoaderOf<unknown, unknown>(
        null,
        () => "",
        (roots) => forEach.call(this, roots, ...given),
      );
    loaders.set(asked, loader);
    return loader.load(root);
  };
}
