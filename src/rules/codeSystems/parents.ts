import { type Failure, fieldInvalid } from "../failure.js";
import { type ConceptUrl, conceptOfUrl } from "../repositories/urls.js";
import { isStorable } from "../text.js";
import { meantCodes } from "./conceptCodes.js";
import type { CodeNormalization } from "./normalization.js";

/** What must be known of a code system to read what its concepts name as parents. */
export interface ParentSystem {
  readonly shortCode: string;
  readonly ownerOrganization: string | null;
  readonly ownerUser: string | null;
  readonly codeNormalization: CodeNormalization;
}

/** A parent as it is named, with the codes that may be meant; none where it is of another code system. */
export interface NamedParent {
  readonly given: string;
  readonly codes: readonly string[];
}

/**
 * The parents that are named by codes or by URLs of concepts.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function namedParents(
  given: readonly string[],
  system: ParentSystem,
  caller: string | null,
): readonly NamedParent[] {
  return given.map((text) => {
    const url = isStorable(text) ? conceptOfUrl(text, caller) : null;
    if (url && !isOf(url, system)) return { given: text, codes: [] };
    return { given: text, codes: meantCodes(system.codeNormalization, url?.code ?? text) };
  });
}

function isOf({ repository }: ConceptUrl, system: ParentSystem): boolean {
  const { owner, kind, shortCode } = repository;
  const ownerName = owner.kind === "USER" ? system.ownerUser : system.ownerOrganization;
  return kind === "CODE_SYSTEM" && shortCode === system.shortCode && owner.name === ownerName;
}

/** A concept with one of its parents. */
export interface Edge {
  readonly child: string;
  readonly parent: string;
}

/** What there is in a code system of the parents that are named, and above them. */
export interface Ancestry {
  readonly existing: ReadonlySet<string>;
  readonly edges: readonly Edge[];
}

/** The parents' codes, and what is wrong with them: not there, of another code system, below the child. */
export function judgeParents(
  code: string,
  named: readonly NamedParent[],
  { existing, edges }: Ancestry,
): { readonly codes: readonly string[]; readonly faults: readonly Failure[] } {
  const codes = new Set<string>();
  const faults: Failure[] = [];
  const parentsOf = grouped(edges);
  named.forEach(({ given, codes: meant }, at) => {
    const fault = (message: string) => faults.push(fieldInvalid(["parents", `${at}`], message));
    const parent = meant.find((one) => one === code || existing.has(one));
    if (meant.length === 0) fault(`${given} is no concept of the same code system`);
    else if (parent === undefined) fault(`There is no concept ${given} in the code system`);
    else if (parent === code) fault(`${code} can't be its own parent`);
    else {
      const way = wayUp(parent, code, parentsOf);
      if (way) fault(`${code} would be above itself: ${[code, ...way].join(" > ")}`);
      else codes.add(parent);
    }
  });
  return { codes: [...codes], faults };
}

function grouped(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const parentsOf = new Map<string, string[]>();
  for (const { child, parent } of edges) {
    const parents = parentsOf.get(child);
    if (parents) parents.push(parent);
    else parentsOf.set(child, [parent]);
  }
  return parentsOf;
}

/** The codes from one up to another, both included; null where the other is not above it. */
function wayUp(
  from: string,
  to: string,
  parentsOf: ReadonlyMap<string, readonly string[]>,
): readonly string[] | null {
  const reached = new Map<string, string | null>([[from, null]]);
  for (const code of reached.keys()) {
    if (code === to) return wayBack(code, reached).toReversed();
    for (const parent of parentsOf.get(code) ?? []) {
      if (!reached.has(parent)) reached.set(parent, code);
    }
  }
  return null;
}

function wayBack(to: string, reached: ReadonlyMap<string, string | null>): readonly string[] {
  const way: string[] = [];
  for (let code: string | null = to; code !== null; code = reached.get(code) ?? null)
    way.push(code);
  return way;
}
