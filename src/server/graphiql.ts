import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Answer, empty, page } from "./answer.js";
import type { Exchange, Route } from "./exchange.js";
import { GRAPHIQL_POLICY, graphiqlHtml, PAGE_STYLE, START_SCRIPT } from "./graphiqlPage.js";

interface GraphiqlOptions {
  /** Text of the query that stands in the editor at first. */
  readonly exampleQuery: string;
  /** An access token to fill in, fresh for every visit; null where there is none to give away. */
  readonly issueToken: (() => Promise<string>) | null;
}

interface Asset {
  readonly type: string;
  readonly load: () => Promise<Buffer>;
}

const JAVASCRIPT = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const YEAR = 31_536_000;

const assets: Readonly<Record<string, Asset>> = {
  "graphiql.css": fromPackage("graphiql", "graphiql.min.css", CSS),
  "page.css": { type: CSS, load: async () => Buffer.from(PAGE_STYLE) },
  "react.js": fromPackage("react", "umd/react.production.min.js", JAVASCRIPT),
  "react-dom.js": fromPackage("react-dom", "umd/react-dom.production.min.js", JAVASCRIPT),
  "graphiql.js": fromPackage("graphiql", "graphiql.min.js", JAVASCRIPT),
  "start.js": { type: JAVASCRIPT, load: async () => Buffer.from(START_SCRIPT) },
};

interface LoadedAsset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly hash: string;
}

/** `/graphiql` and what its page loads; all of it comes from here. */
export function graphiqlRoutes(options: GraphiqlOptions): ReadonlyMap<string, Route> {
  let loading: Promise<ReadonlyMap<string, LoadedAsset>> | null = null;
  const load = () => {
    loading ??= loadAssets().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  return new Map<string, Route>([
    ["/graphiql", { get: async () => answerPage(options, await load()) }],
    ...Object.keys(assets).map((name): [string, Route] => [
      `/graphiql/${name}`,
      { get: async (exchange) => answerAsset(exchange, (await load()).get(name)) },
    ]),
  ]);
}

async function answerPage(
  { exampleQuery, issueToken }: GraphiqlOptions,
  loaded: ReadonlyMap<string, LoadedAsset>,
): Promise<Answer> {
  const urls = new Map(
    [...loaded].map(([name, { hash }]) => [name, `/graphiql/${name}?v=${hash}`]),
  );
  const token = issueToken === null ? null : await issueToken();
  return page(graphiqlHtml(urls, { exampleQuery, token }), GRAPHIQL_POLICY);
}

function answerAsset({ request }: Exchange, asset: LoadedAsset | undefined): Answer {
  if (asset === undefined) return empty(404);
  const etag = `"${asset.hash}"`;
  const headers = { etag, "cache-control": `public, max-age=${YEAR}, immutable` };
  if (request.headers["if-none-match"]?.includes(etag)) return empty(304, headers);
  return { status: 200, headers: { ...headers, "content-type": asset.type }, body: asset.bytes };
}

async function loadAssets(): Promise<ReadonlyMap<string, LoadedAsset>> {
  const loaded = await Promise.all(
    Object.entries(assets).map(async ([name, { type, load }]): Promise<[string, LoadedAsset]> => {
      const bytes = await load();
      const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
      return [name, { type, bytes, hash }];
    }),
  );
  return new Map(loaded);
}

/** React does not export its browser builds; they are found beside its package.json. */
function fromPackage(name: string, path: string, type: string): Asset {
  const { resolve } = createRequire(import.meta.url);
  return { type, load: () => readFile(join(dirname(resolve(`${name}/package.json`)), path)) };
}
