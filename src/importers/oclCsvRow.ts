type Json = Readonly<Record<string, unknown>>;
/** Fields of a group of columns, by their names without the index: `name_type` of `name_type[2]`. */
type Group = ReadonlyMap<string, string>;

const INDEXED = /^(.+?)\[([^\]]*)\]$/;
const ATTRIBUTE = /^attr:(.+?)(?::(int|float|bool|list|json|str))?$/;
const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/;
const PLAIN = "";

/** The object that OCL's JSON lines would have for a row of a table, or why the row is of no use. */
export function objectOfRow(
  header: readonly string[],
  values: readonly (string | null)[],
): { readonly object: Json } | { readonly rejected: string } {
  const groups = new Map<string, Map<string, string>>();
  const extras: Record<string, unknown> = {};
  for (const [at, column] of header.entries()) {
    const value = values[at]?.trim() ?? "";
    if (value === "") continue;
    const attribute = ATTRIBUTE.exec(column);
    if (attribute) {
      const typed = typedValue(value, attribute[2] ?? "str");
      if (typed === undefined) return { rejected: `${column} is no ${attribute[2]}: ${value}` };
      extras[attribute[1] ?? ""] = typed;
      continue;
    }
    const [, name = column, index = PLAIN] = INDEXED.exec(column) ?? [];
    const group = groups.get(index) ?? new Map<string, string>();
    if (!group.has(name)) group.set(name, value);
    groups.set(index, group);
  }
  return { object: assembled(groups, extras) };
}

function typedValue(value: string, type: string): unknown {
  switch (type) {
    case "int":
      return /^[-+]?\d+$/.test(value) ? Number(value) : undefined;
    case "float":
      return Number.isFinite(Number(value)) ? Number(value) : undefined;
    case "bool":
      return /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : undefined;
    case "list":
      return value
        .replaceAll(/^\[|\]$/g, "")
        .split(",")
        .map((item) => item.trim());
    case "json":
      return parsedJson(value);
    default:
      return value;
  }
}

function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function assembled(groups: ReadonlyMap<string, Group>, extras: Json): Json {
  const plain = groups.get(PLAIN) ?? new Map<string, string>();
  const type = plain.get("resource_type") ?? null;
  const common: Json = {
    ...Object.fromEntries(plain),
    type,
    owner: plain.get("owner_id") ?? plain.get("owner") ?? null,
    extras,
  };
  const kind = type?.toLowerCase();
  if (kind === "mapping") return { ...common, ...mappingOf(plain, common) };
  if (kind === "reference") return { ...common, data: dataOf(plain) };
  if (kind !== "concept") return common;
  const inOrder = [...groups];
  return {
    ...common,
    names: inOrder.flatMap(([index, group]) => textOf("name", index, group)).map(preferFirst),
    descriptions: inOrder.flatMap(([index, group]) => textOf("description", index, group)),
    parent_concept_urls: inOrder.flatMap(([, group]) => group.get("parent_concept_urls") ?? []),
    mappings: inOrder.flatMap(([, group]) => (isMapped(group) ? [mappingOf(group, common)] : [])),
  };
}

/** What a reference is to: the columns `data:expressions` and its like, with commas between several. */
function dataOf(plain: Group): Json {
  const columns = [...plain].filter(([name]) => name.startsWith("data:"));
  return Object.fromEntries(
    columns.map(([name, value]) => [
      name.slice("data:".length),
      value.includes("/") ? value.split(",").map((one) => one.trim()) : value,
    ]),
  );
}

function preferFirst(name: Json, at: number): Json {
  return { ...name, locale_preferred: name.locale_preferred ?? at === 0 };
}

function textOf(field: "name" | "description", index: string, group: Group): readonly Json[] {
  const text = group.get(field);
  if (text === undefined) return [];
  return [
    {
      [field]: text,
      [`${field}_type`]: group.get(`${field}_type`),
      locale: group.get(`${field}_locale`) ?? (LOCALE.test(index) ? index : "en"),
      locale_preferred: group.get(`${field}_locale_preferred`),
      external_id: group.get(`${field}_external_id`),
    },
  ];
}

function isMapped(group: Group): boolean {
  return [...group.keys()].some((name) => /^(?:ext)?map_to_concept_(?:id|url)$/.test(name));
}

/** A mapping as columns give it: ends by URL, or by owner, source and id, where the row's own stand in. */
function mappingOf(group: Group, common: Json): Json {
  const prefix = group.has("extmap_to_concept_id") ? "extmap" : "map";
  const own = { owner: common.owner, source: common.source, isUser: common.owner_type === "User" };
  const from = endUrl(group, "map_from", own) ?? group.get("from_concept_url");
  const to = endUrl(group, `${prefix}_to`, own) ?? group.get("to_concept_url");
  return {
    map_type: group.get(`${prefix}_type`) ?? group.get("map_type") ?? "SAME-AS",
    ...(from === undefined ? {} : { from_concept_url: from }),
    ...(to === undefined ? {} : { to_concept_url: to }),
    to_concept_name: group.get(`${prefix}_to_concept_name`) ?? group.get("to_concept_name"),
    external_id: group.get(`${prefix}_external_id`),
    sort_weight: group.get(`${prefix}_sort_weight`) ?? group.get("sort_weight"),
    extras: {},
  };
}

interface OwnSource {
  readonly owner: unknown;
  readonly source: unknown;
  readonly isUser: boolean;
}

function endUrl(group: Group, prefix: string, own: OwnSource): string | undefined {
  const url = group.get(`${prefix}_concept_url`);
  const id = group.get(`${prefix}_concept_id`);
  if (url !== undefined || id === undefined) return url;
  if (id.startsWith("/")) return id;
  const owner = group.get(`${prefix}_concept_owner_id`);
  const kind = owner === undefined && own.isUser ? "users" : "orgs";
  const source = group.get(`${prefix}_concept_source`) ?? own.source;
  return `/${kind}/${owner ?? String(own.owner)}/sources/${String(source)}/concepts/${encodeURIComponent(id)}/`;
}
