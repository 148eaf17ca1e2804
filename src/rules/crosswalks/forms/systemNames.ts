import { meantSlug, slugsToTry } from "../../codeSystems/slugs.js";
import { codeSystemUri, slugOfUri } from "./ownUris.js";

/** What a file calls a code system. */
export interface SystemName {
  /** URIs that may be its canonical URL, the likeliest first. */
  readonly uris: readonly string[];
  /** What may be its slug, or the slug in another spelling; null: nothing but the URI names it. */
  readonly slug: string | null;
}

/** A code system that is here. */
export interface KnownName {
  readonly slug: string;
  readonly canonicalUrl: string | null;
}

/** The slug that a name means, or those of which any may be meant. */
export type Meant = { readonly slug: string } | { readonly ambiguous: readonly string[] };

/** Finds the code systems that a file names; what nobody knows gets a slug that is free. */
export class SystemNames {
  /** Those that got a slug, to be registered. */
  readonly registrations: KnownName[] = [];
  private readonly byUrl = new Map<string, string[]>();
  private readonly slugs: Set<string>;

  constructor(known: readonly KnownName[]) {
    this.slugs = new Set(known.map(({ slug }) => slug));
    for (const { slug, canonicalUrl } of known) {
      if (canonicalUrl === null) continue;
      this.byUrl.set(canonicalUrl, [...(this.byUrl.get(canonicalUrl) ?? []), slug]);
    }
  }

  meant({ uris, slug }: SystemName): Meant {
    if (slug !== null && this.slugs.has(slug) && uris.every((uri) => slugOfUri(uri) !== null)) {
      return { slug };
    }
    for (const uri of uris) {
      const [found, ...others] = this.byUrl.get(uri) ?? [];
      if (found === undefined) continue;
      return others.length > 0 ? { ambiguous: [found, ...others] } : { slug: found };
    }
    const spelled = slug === null ? null : this.spelled(slug);
    return { slug: spelled ?? this.register(uris, slug) };
  }

  private spelled(slug: string): string | null {
    return this.slugs.has(slug) ? slug : meantSlug(slug, [...this.slugs]);
  }

  private register(uris: readonly string[], wanted: string | null): string {
    const own = uris.find((uri) => slugOfUri(uri) === null) ?? null;
    const slug = wanted ?? this.free(own ?? "");
    this.slugs.add(slug);
    this.registrations.push({ slug, canonicalUrl: own });
    if (own !== null) this.byUrl.set(own, [slug]);
    return slug;
  }

  private free(uri: string): string {
    const parts = uri.split(/[/:#?=&]+/).filter((part) => /[A-Za-z0-9]/.test(part));
    const [last = "code-system", before = "2"] = parts.toReversed();
    for (const slug of slugsToTry(last, before)) if (!this.slugs.has(slug)) return slug;
    throw new Error("There is always a slug that is free");
  }
}

/**
 * What to call code systems in a file, by their slugs: by their URLs, and by a name of ours where a code system
 * has none or shares it with another.
 */
export function systemUris(known: readonly KnownName[]): (slug: string) => string {
  const counts = new Map<string, number>();
  for (const { canonicalUrl } of known) {
    if (canonicalUrl !== null) counts.set(canonicalUrl, (counts.get(canonicalUrl) ?? 0) + 1);
  }
  const urls = new Map(known.map(({ slug, canonicalUrl }) => [slug, canonicalUrl]));
  return (slug) => {
    const url = urls.get(slug) ?? null;
    return url !== null && counts.get(url) === 1 ? url : codeSystemUri(slug);
  };
}
