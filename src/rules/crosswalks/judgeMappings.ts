import type { AttributeInput } from "./attributes.js";
import { type MapRelationship, NO_MAP, type PairKey, pairKeyText } from "./content.js";
import {
  couldBeCode,
  isSkip,
  type KnownSystem,
  keyOf,
  type ResolvedMapping,
  type ResolvedTarget,
  type SystemCode,
} from "./resolveMappings.js";
import type { Skip } from "./skips.js";

/** What is asked of one pair, all mentions of it in the request taken together. */
export interface PairRequest extends PairKey {
  /** Of the first mention. */
  readonly path: readonly string[];
  /** The last one given; null: none was. */
  readonly relationship: MapRelationship | null;
  readonly attributes: readonly AttributeInput[];
}

export interface JudgedMappings {
  readonly requests: readonly PairRequest[];
  readonly skipped: readonly Skip[];
  /** Target codes that do not exist, as written, distinct, in input order. */
  readonly invalidCodes: readonly string[];
}

/**
 * Second half of the skip rules: a mapping whose source code does not exist is skipped whole, its targets
 * unlooked at; a target code that does not exist is skipped alone. A pair mentioned twice is asked for once,
 * with the attributes of both, and its later mention is reported as a duplicate.
 * @param known the existing ones of the codes that had to be checked, as {@link keyOf} writes them
 */
export function judgeMappings(
  resolved: readonly (ResolvedMapping | Skip)[],
  systems: ReadonlyMap<string, KnownSystem>,
  known: ReadonlySet<string>,
): JudgedMappings {
  const requests = new Map<string, PairRequest>();
  const skipped: Skip[] = [];
  const invalid = new Set<string>();
  const exists = (entry: SystemCode) =>
    couldBeCode(entry.code) &&
    (!systems.get(entry.system)?.knowsItsCodes || known.has(keyOf(entry)));

  const ask = (mapping: ResolvedMapping, request: Omit<PairRequest, keyof MappingKey>) => {
    const complete: PairRequest = { ...mappingKey(mapping), ...request };
    const key = pairKeyText(complete);
    const earlier = requests.get(key);
    if (earlier === undefined) {
      requests.set(key, complete);
      return;
    }
    requests.set(key, {
      ...earlier,
      relationship: complete.relationship ?? earlier.relationship,
      attributes: [...earlier.attributes, ...complete.attributes],
    });
    const code = request.targetCode;
    skipped.push(
      skip(request.path, "DUPLICATE", mapping.targetSystem, code === NO_MAP ? null : code),
    );
  };

  const judgeTarget = (mapping: ResolvedMapping, target: ResolvedTarget) => {
    if (!exists({ system: mapping.targetSystem, code: target.code })) {
      invalid.add(target.written);
      skipped.push(skip(target.path, "TARGET_CODE_INVALID", mapping.targetSystem, target.written));
      return;
    }
    ask(mapping, {
      path: target.path,
      targetCode: target.code,
      relationship: target.input.relationship ?? null,
      attributes: target.input.customAttributes ?? [],
    });
  };

  for (const mapping of resolved) {
    if (isSkip(mapping)) {
      skipped.push(mapping);
    } else if (!exists(mapping.source)) {
      const { system, code } = mapping.source;
      skipped.push(skip(mapping.path, "SOURCE_CODE_INVALID", system, code));
    } else {
      if (mapping.noMap) {
        ask(mapping, {
          path: mapping.path,
          targetCode: NO_MAP,
          relationship: null,
          attributes: [],
        });
      }
      for (const target of mapping.targets) {
        if (isSkip(target)) skipped.push(target);
        else judgeTarget(mapping, target);
      }
    }
  }
  return { requests: [...requests.values()], skipped, invalidCodes: [...invalid] };
}

type MappingKey = Omit<PairKey, "targetCode">;

function mappingKey({ source, targetSystem }: ResolvedMapping): MappingKey {
  return { sourceSystem: source.system, sourceCode: source.code, targetSystem };
}

function skip(
  path: readonly string[],
  reason: Skip["reason"],
  codeSystem: string,
  code: string | null,
): Skip {
  return { path, reason, codeSystem, code };
}
