import type { OpenedCrosswalk } from "../../importers/format.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { licensorOfSlug } from "../../rules/codeSystems/slugs.js";
import type { PairContent } from "../../rules/crosswalks/content.js";
import { SOURCE_DISPLAY, TARGET_DISPLAY } from "../../rules/crosswalks/forms/fhirSlots.js";
import { SystemNames } from "../../rules/crosswalks/forms/systemNames.js";
import type { systemsBySlug } from "../../store/codeSystems/importTarget.js";
import type { NamedSystems } from "./namedSystems.js";
import { refused } from "./refusals.js";

type Known = Awaited<ReturnType<typeof systemsBySlug>>;

/** The code systems that a file names: finds them, and has their codes written as they write them. */
export class SystemsOfFile {
  private readonly names: SystemNames;
  private readonly meant = new Map<string, string>();
  private readonly named = new Set<string>();

  /** @param opened null: the file names them by their slugs */
  constructor(
    private readonly known: Known,
    private readonly opened: OpenedCrosswalk | null,
  ) {
    this.names = new SystemNames([...known.values()]);
  }

  /** The slugs of a pair's code systems. */
  systemsOf(content: PairContent): Pick<PairContent, "sourceSystem" | "targetSystem"> {
    return {
      sourceSystem: this.slugOf(content.sourceSystem),
      targetSystem: this.slugOf(content.targetSystem),
    };
  }

  /** The pair as it is to be kept. */
  ownForm(content: PairContent): PairContent {
    const { sourceSystem, targetSystem } = this.systemsOf(content);
    return {
      sourceSystem,
      sourceCode: normalizeCode(this.normalization(sourceSystem), content.sourceCode),
      targetSystem,
      targetCode: normalizeCode(this.normalization(targetSystem), content.targetCode),
      relationship: content.relationship,
      attributes: this.withoutLicensed(content, { sourceSystem, targetSystem }),
    };
  }

  /** Whose licence a code system needs. */
  licensorOf(slug: string): string | null {
    return this.known.get(slug)?.licensor ?? licensorOfSlug(slug);
  }

  /** All that were named so far. */
  all(): NamedSystems {
    const urls = new Map(this.names.registrations.map((one) => [one.slug, one.canonicalUrl]));
    return new Map([...this.named].map((slug) => [slug, urls.get(slug) ?? null]));
  }

  private normalization(slug: string) {
    return this.known.get(slug)?.normalization ?? "NONE";
  }

  private slugOf(name: string): string {
    const slug = this.meant.get(name) ?? this.find(name);
    this.meant.set(name, slug);
    this.named.add(slug);
    return slug;
  }

  private find(name: string): string {
    if (this.opened === null) return name;
    const meant = this.names.meant(this.opened.systemNamed(name));
    if ("slug" in meant) return meant.slug;
    throw refused(
      `Several code systems are ${name}: ${meant.ambiguous.join(", ")}; ` +
        "give them URLs of their own, or name one by its slug in a table",
    );
  }

  /** Displays are the publisher's: where that needs a licence they stand in the code system alone. */
  private withoutLicensed(
    { attributes }: PairContent,
    ends: Pick<PairContent, "sourceSystem" | "targetSystem">,
  ): PairContent["attributes"] {
    if (this.opened === null) return attributes;
    const dropped = [
      ...(this.licensorOf(ends.sourceSystem) === null ? [] : [SOURCE_DISPLAY]),
      ...(this.licensorOf(ends.targetSystem) === null ? [] : [TARGET_DISPLAY]),
    ];
    if (dropped.length === 0) return attributes;
    return attributes.filter(({ key }) => {
      if (!dropped.includes(key.replace(/ \[\d+\]$/, ""))) return true;
      const message = "It belongs to a code system that needs a licence, and stands there alone.";
      this.opened?.losses.add("LEFT_OUT", key, message);
      return false;
    });
  }
}
