import type { JSONWebKeySet } from "jose";
import { BoundedCache } from "../../kernel/boundedCache.js";
import type { Result } from "../../kernel/result.js";
import type { Log } from "../log.js";
import type { KeysFault } from "./documents.js";

/** Milliseconds, and how often. */
export const keyLimits = {
  /** After this keys are fetched anew before they are used. */
  fresh: 10 * 60_000,
  /** Without word of the provider its keys are used for this long. */
  kept: 24 * 3_600_000,
  /** How long the provider is left alone after it did not answer, while there are keys. */
  pause: 30_000,
  /** In any `span`, keys are fetched at most `fetches` times, whatever tokens are shown. */
  span: 60_000,
  fetches: 6,
  /** Ids of keys that are remembered not to exist. */
  unknown: 1000,
} as const;

interface KeysParts {
  readonly issuer: string;
  readonly fetchKeys: () => Promise<Result<JSONWebKeySet, KeysFault>>;
  readonly now: () => Date;
  readonly log: Log;
}

/** A provider's keys: fetched when they are needed, at bounded rate, and used on while it is silent. */
export class ProviderKeys {
  readonly #parts: KeysParts;
  readonly #unknown = new BoundedCache<number>(keyLimits.unknown);
  #known: { readonly keys: JSONWebKeySet; readonly at: number } | null = null;
  #fetching: Promise<KeysFault | null> | null = null;
  #fetches: readonly number[] = [];
  #silent: { readonly since: number } | null = null;
  /** Whether nothing was fetched yet: another provider than was meant is then told by whoever opens it. */
  #isNew = true;

  constructor(parts: KeysParts) {
    this.#parts = parts;
  }

  /** The keys, fresh where that can be; null while none can be had. */
  async current(): Promise<JSONWebKeySet | null> {
    const now = this.#now();
    const age = this.#known === null ? Number.POSITIVE_INFINITY : now - this.#known.at;
    const paused = this.#silent !== null && now - this.#silent.since < keyLimits.pause;
    if (age >= keyLimits.fresh && !(paused && age < keyLimits.kept)) await this.fetch();
    if (this.#known === null || now - this.#known.at >= keyLimits.kept) return null;
    return this.#known.keys;
  }

  /**
   * The keys fetched anew, because of a token that none of those at hand fits.
   * @param id of the key that the token names
   * @returns `unchanged` where it is known that there is no such key, null where nobody can tell now
   */
  async anew(id: string): Promise<JSONWebKeySet | "unchanged" | null> {
    const looked = this.#unknown.get(id);
    if (looked !== undefined && this.#now() - looked < keyLimits.span) return "unchanged";
    const before = this.#known;
    const fault = await this.fetch();
    if (fault !== null || this.#known === null || this.#known === before) return null;
    const { keys, at } = this.#known;
    if (!keys.keys.some(({ kid }) => kid === id)) this.#unknown.set(id, at);
    return keys;
  }

  /** Fetches the keys, once for all who wait for them. */
  fetch(): Promise<KeysFault | null> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<KeysFault | null> {
    const begun = this.#now();
    this.#fetches = this.#fetches.filter((at) => begun - at < keyLimits.span);
    if (this.#fetches.length >= keyLimits.fetches) return TOO_OFTEN;
    this.#fetches = [...this.#fetches, begun];
    const fetched = await this.#parts.fetchKeys();
    const isFirst = this.#isNew;
    this.#isNew = false;
    if (!fetched.ok)
      return isFirst && fetched.failure.lasting ? fetched.failure : this.#missed(fetched.failure);
    this.#known = { keys: fetched.value, at: begun };
    const { issuer, log } = this.#parts;
    if (this.#silent !== null) log.info({ issuer }, "the identity provider's keys are had again");
    this.#silent = null;
    return null;
  }

  #missed(fault: KeysFault): KeysFault {
    const { issuer, log } = this.#parts;
    const keysAtHand = this.#known !== null;
    if (this.#silent === null) {
      const { reason } = fault;
      log.warn({ issuer, reason, keysAtHand }, "the identity provider's keys can't be had");
    }
    this.#silent = { since: this.#now() };
    return fault;
  }

  #now(): number {
    return this.#parts.now().getTime();
  }
}

const TOO_OFTEN: KeysFault = { lasting: false, reason: "it was asked too often" };
