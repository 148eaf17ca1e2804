/** What Node writes with --cpu-prof, as far as it is read here. Times are in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly endTime: number;
  readonly startTime: number;
  /** The node that ran at each sample, and the time since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Something that took processor time itself, without what it called. */
export interface SelfTime {
  readonly name: string;
  /** Of the time that the process was not idle. */
  readonly share: number;
}

/** Time in the last seconds of a profile, by module and by function; the longest comes first. */
export function selfTimes(
  profile: CpuProfile,
  seconds: number,
): { readonly modules: SelfTime[]; readonly functions: SelfTime[] } {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const modules = new Map<string, number>();
  const functions = new Map<string, number>();
  const from = profile.endTime - seconds * 1e6;
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const took = profile.timeDeltas[index] ?? 0;
    at += took;
    const frame = frames.get(id);
    if (at < from || !frame || frame.functionName === "(idle)") continue;
    const module = moduleOf(frame.url) ?? frame.functionName;
    const name = frame.url === "" ? module : `${module}  ${frame.functionName || "(anonymous)"}`;
    modules.set(module, (modules.get(module) ?? 0) + took);
    functions.set(name, (functions.get(name) ?? 0) + took);
  }
  return { modules: shares(modules), functions: shares(functions) };
}

/** A package, one of Node's modules, a ring of the product; null for what has no file. */
function moduleOf(url: string): string | null {
  if (url === "") return null;
  const named = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url)?.[1];
  if (named !== undefined) return named;
  const own = /\/dist-[0-9a-f]+\/(\w+)/.exec(url)?.[1];
  if (own !== undefined) return `Termgate ${own}`;
  return url.startsWith("node:") ? "Node" : url;
}

function shares(times: ReadonlyMap<string, number>): SelfTime[] {
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / whole }))
    .sort((one, other) => other.share - one.share);
}
