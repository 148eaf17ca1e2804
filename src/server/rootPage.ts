import { createHash } from "node:crypto";
import { json, page } from "./answer.js";
import { type Route, wantsPage } from "./exchange.js";

const SUMMARY =
  "A GraphQL terminology gateway: crosswalks, collections and code systems as one versioned graph.";

const PLACES = [
  ["/graphql", "the graph; POST operations as JSON"],
  ["/graphiql", "GraphiQL, to explore the graph in the browser"],
  ["/oauth/token", "access tokens, by the client-credentials grant of OAuth 2; POST only"],
  ["/healthz", "200 while the server runs"],
  ["/readyz", "200 while it is ready for requests"],
] as const;

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem;
  color: #1d2733; background: #fff }
code { font-size: 0.95em } dt { margin-top: 0.8rem } dd { margin: 0; color: #51606f }
@media (prefers-color-scheme: dark) {
  body { color: #e4eaf0; background: #161b21 } dd { color: #9fb0c0 } a { color: #7fb5ff }
}`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Termgate</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<h1>Termgate</h1>
<p>${SUMMARY}</p>
<dl>
${PLACES.map(([path, what]) => `<dt>${named(path)}</dt><dd>${what}</dd>`).join("\n")}
</dl>
</body>
</html>
`;

/** A place's path, with a link where there is something to look at. */
function named(path: string): string {
  const code = `<code>${path}</code>`;
  return path === "/oauth/token" ? code : `<a href="${path}">${code}</a>`;
}

const DATA = {
  name: "termgate",
  description: SUMMARY,
  places: Object.fromEntries(PLACES),
};

/** `/`: what this is and where things are. */
export const rootRoute: Route = {
  get: ({ request }) =>
    request.headers.accept?.includes("application/json") && !wantsPage(request)
      ? json(200, DATA, { vary: "Accept" })
      : page(HTML, CONTENT_SECURITY_POLICY),
};
