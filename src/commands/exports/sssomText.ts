import { NO_MAP, type PairContent, RELEASE } from "../../rules/crosswalks/content.js";
import { unfoldAlternatives } from "../../rules/crosswalks/forms/alternatives.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { slugOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import {
  definedSlots,
  type SssomHeader,
  sssomHeader,
} from "../../rules/crosswalks/forms/sssomHeader.js";
import { type MappingForm, sssomMapping } from "../../rules/crosswalks/forms/sssomMapping.js";
import { baseOf, mappingSlots } from "../../rules/crosswalks/forms/sssomSlots.js";
import type { MapContent, MapWriter, Piece } from "./mapContent.js";

const ALWAYS = ["subject_id", "predicate_id", "object_id"];
const SPECIAL = /[\t"\r\n]/;

/** Writes mappings as SSSOM has them, the metadata in front. */
export const writeSssom: MapWriter = async (content, losses) => {
  const value = content.attributes.find(({ key }) => key === RELEASE)?.value ?? null;
  const attributes = content.attributes.filter(({ key }) => value === null || key !== RELEASE);
  const form = { uriOf: content.uriOf, defined: definedSlots(attributes), losses };
  const survey = new Survey(content, losses);
  for await (const batch of content.pairs("BY_SOURCE")) {
    for (const pair of batch.flatMap(unfoldAlternatives)) survey.add(pair, form);
  }
  const { bases: systems, keys } = survey;
  const details = { ...content, release: value, attributes };
  const header = sssomHeader(details, { systems, keys, losses });
  return pieces(content, header, survey, { ...form, losses: new Losses() });
};

/** What the rows are found to have before they are written. */
class Survey {
  readonly bases = new Map<string, string>();
  /** Keys of the attributes that no slot of the standard holds. */
  readonly keys = new Set<string>();
  private readonly used = new Set(ALWAYS);

  constructor(
    private readonly content: MapContent,
    private readonly losses: Losses,
  ) {}

  add(pair: PairContent, form: MappingForm): void {
    this.name(pair.sourceSystem);
    // Without a code the system is named by its URI alone.
    if (pair.targetCode !== NO_MAP) this.name(pair.targetSystem);
    const { slots, others } = sssomMapping(pair, form);
    for (const slot of slots.keys()) this.used.add(slot);
    for (const key of others.keys()) this.keys.add(key);
  }

  private name(slug: string): void {
    const uri = this.content.uriOf(slug);
    if (slugOfUri(uri) !== null && !this.bases.has(slug)) {
      const message = "The code system has no URL of its own; a name of ours stands there.";
      this.losses.add("REPLACED", slug, message);
    }
    this.bases.set(slug, baseOf(uri));
  }

  /** Columns of the slots, those of the standard first. */
  columns(): readonly string[] {
    const known = mappingSlots.filter((slot) => this.used.has(slot));
    return [...known, ...[...this.used].filter((slot) => !mappingSlots.includes(slot))];
  }
}

async function* pieces(
  content: MapContent,
  header: SssomHeader,
  survey: Survey,
  form: MappingForm,
): AsyncGenerator<Piece> {
  const columns = survey.columns();
  const keys = [...survey.keys].map((key) => [key, header.extensions.slotOf(key)] as const);
  const metadata = header.slots.map(([slot, value]) => metadataLines(slot, value));
  const names = [...columns, ...keys.map(([, slot]) => slot)];
  yield { text: `${metadata.join("")}${record(names)}`, rows: 0 };
  for await (const batch of content.pairs("BY_SOURCE")) {
    const lines = batch.flatMap(unfoldAlternatives).map((pair) => {
      const { slots, others } = sssomMapping(pair, form);
      return record([
        ...columns.map((slot) => slots.get(slot) ?? ""),
        ...keys.map(([key]) => others.get(key) ?? ""),
      ]);
    });
    yield { text: lines.join(""), rows: batch.length };
  }
}

/** YAML on one line for a text or a list; on a line each for prefixes. JSON is YAML too. */
function metadataLines(slot: string, value: unknown): string {
  if (slot !== "curie_map") return `#${slot}: ${JSON.stringify(value)}\n`;
  const lines = Object.entries(value as Readonly<Record<string, string>>).map(
    ([prefix, base]) => `#  ${yamlKey(prefix)}: ${JSON.stringify(base)}\n`,
  );
  return `#${slot}:\n${lines.join("")}`;
}

function yamlKey(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text) ? text : JSON.stringify(text);
}

function record(values: readonly string[]): string {
  return `${values.map((value) => (SPECIAL.test(value) ? quoted(value) : value)).join("\t")}\n`;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
