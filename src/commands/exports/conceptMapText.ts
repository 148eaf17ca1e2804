import { NO_MAP, type PairContent, RELEASE } from "../../rules/crosswalks/content.js";
import { unfoldAlternatives } from "../../rules/crosswalks/forms/alternatives.js";
import { groupMembers } from "../../rules/crosswalks/forms/fhirGroups.js";
import type { MapRelease } from "../../rules/crosswalks/forms/fhirHeader.js";
import {
  type Declarations,
  declarationsOf,
  type FhirMap,
  fhirMap,
} from "../../rules/crosswalks/forms/fhirMap.js";
import {
  type FhirObject,
  type FhirPair,
  fhirPair,
  type TargetForm,
} from "../../rules/crosswalks/forms/fhirTarget.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { slugOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import type { MapContent, MapWriter, Piece } from "./mapContent.js";

/** Pairs that become one element: of one source code, with the display that they give it. */
interface Element {
  readonly pair: PairContent;
  readonly display: string | null;
  readonly extension: readonly FhirObject[];
  readonly targets: FhirObject[];
}

/** Writes ConceptMaps of a release of FHIR, an element on a line. */
export function conceptMapWriter(release: MapRelease): MapWriter {
  return async (content, losses) => {
    const value = content.attributes.find(({ key }) => key === RELEASE)?.value ?? null;
    const attributes = content.attributes.filter(({ key }) => value === null || key !== RELEASE);
    const declared = declarationsOf(attributes, release);
    const { types, additional } = declared;
    const form = { release, types, attributes: additional, used: new Set<string>(), losses };
    const groups = new Set<string>();
    for await (const batch of content.pairs("BY_GROUP")) {
      for (const pair of batch) {
        groups.add(groupKey(content.uriOf(pair.sourceSystem), content.uriOf(pair.targetSystem)));
        tellNames(pair, content, losses);
        for (const one of statements(pair, release)) fhirPair(one, form);
      }
    }
    const hasPairs = (source: string, target: string) => groups.has(groupKey(source, target));
    const details = { ...content, release: value, attributes };
    const map = fhirMap(details, { release, hasPairs, losses });
    for (const key of groups) {
      const [source = "", target = ""] = key.split("\u0000");
      groupMembers(map.groupOf(source, target), release, losses);
    }
    return pieces(content, { map, declared, form });
  };
}

/** A pair as often as something is said of it; R5 says only once that there is none. */
function statements(pair: PairContent, release: MapRelease): readonly PairContent[] {
  return release === "R5" && pair.targetCode === NO_MAP ? [pair] : unfoldAlternatives(pair);
}

function groupKey(source: string, target: string): string {
  return `${source}\u0000${target}`;
}

/** What is known of a map when it is written. */
interface Surveyed {
  readonly map: FhirMap;
  readonly declared: Declarations;
  readonly form: TargetForm;
}

function tellNames(
  { sourceSystem, targetSystem }: PairContent,
  content: MapContent,
  losses: Losses,
) {
  for (const slug of [sourceSystem, targetSystem]) {
    if (slugOfUri(content.uriOf(slug)) === null) continue;
    const message = "The code system has no URL of its own; a name of ours stands there.";
    losses.add("REPLACED", slug, message);
  }
}

async function* pieces(content: MapContent, surveyed: Surveyed): AsyncGenerator<Piece> {
  yield { text: headText(surveyed), rows: 0 };
  const writer = new GroupWriter(content, surveyed);
  for await (const batch of content.pairs("BY_GROUP")) {
    yield { text: batch.map((pair) => writer.addAll(pair)).join(""), rows: batch.length };
  }
  yield { text: writer.end(), rows: 0 };
}

/** All that stands before the groups, the end of the object left open. */
function headText({ map, declared, form: { release, used } }: Surveyed): string {
  const { definitions, types, additional } = declared;
  const plain = [...used].filter((code) => !types.has(code));
  const property = [...definitions, ...plain.map((code) => ({ code, type: "string" }))];
  const whole = {
    ...map.elements,
    ...(release === "R5" && property.length > 0 ? { property } : {}),
    ...(release === "R5" && additional.declared.length > 0
      ? { additionalAttribute: additional.declared }
      : {}),
  };
  return JSON.stringify(whole).slice(0, -1);
}

/** Writes pairs that come group by group and source code by source code. */
class GroupWriter {
  private element: Element | null = null;
  private group: { readonly key: string; readonly behind: FhirObject } | null = null;
  private readonly map: FhirMap;
  private readonly form: TargetForm;

  constructor(
    private readonly content: MapContent,
    { map, form }: Surveyed,
  ) {
    this.map = map;
    // What is lost was told when the pairs were first gone through.
    this.form = { ...form, losses: new Losses() };
  }

  /** A pair with all that is said of it. */
  addAll(pair: PairContent): string {
    return statements(pair, this.form.release)
      .map((one) => this.add(one))
      .join("");
  }

  private add(pair: PairContent): string {
    const written = fhirPair(pair, this.form);
    if (this.element !== null && belongs(pair, written, this.element)) {
      if (written.target !== null) this.element.targets.push(written.target);
      return "";
    }
    const text = this.endElement() + this.enterGroup(pair);
    const { display, extension, target } = written;
    this.element = { pair, display, extension, targets: target === null ? [] : [target] };
    return text;
  }

  end(): string {
    const text = this.endElement() + this.endGroup();
    return this.group === null ? `${text}}\n` : `${text}]}\n`;
  }

  private enterGroup({ sourceSystem, targetSystem }: PairContent): string {
    const [source, target] = [this.content.uriOf(sourceSystem), this.content.uriOf(targetSystem)];
    const key = `${sourceSystem}\u0000${targetSystem}`;
    if (this.group?.key === key) return ",\n";
    const opening = this.group === null ? ',"group":[\n' : `${this.endGroup()},\n`;
    const details = this.map.groupOf(source, target);
    const { before, behind } = groupMembers(details, this.form.release, this.form.losses);
    this.group = { key, behind };
    return `${opening}${JSON.stringify(before).slice(0, -1)},"element":[\n`;
  }

  private endGroup(): string {
    if (this.group === null) return "";
    const members = JSON.stringify(this.group.behind).slice(1);
    return `\n]${members === "}" ? members : `,${members}`}`;
  }

  private endElement(): string {
    if (this.element === null) return "";
    const { pair, display, extension, targets } = this.element;
    this.element = null;
    return JSON.stringify({
      ...(extension.length > 0 ? { extension } : {}),
      code: pair.sourceCode,
      ...(display === null ? {} : { display }),
      ...(targets.length > 0 ? { target: targets } : { noMap: true }),
    });
  }
}

function belongs(pair: PairContent, { target, display }: FhirPair, element: Element): boolean {
  const of = element.pair;
  return (
    target !== null &&
    element.targets.length > 0 &&
    display === element.display &&
    pair.sourceCode === of.sourceCode &&
    pair.sourceSystem === of.sourceSystem &&
    pair.targetSystem === of.targetSystem
  );
}
