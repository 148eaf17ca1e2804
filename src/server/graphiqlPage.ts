/**
 * Nothing comes from or goes to anywhere else. The editor writes its own styles into the page; its
 * icons and fonts are data.
 */
export const GRAPHIQL_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const PAGE_STYLE = `html, body, #graphiql { height: 100%; margin: 0 }
#loading { font: 16px system-ui, sans-serif; padding: 2rem }
`;

/**
 * Runs in the browser. Headers are not kept there: the token of the last visit would come back
 * after it has expired.
 */
export const START_SCRIPT = `"use strict";
const { exampleQuery, token } = JSON.parse(document.getElementById("settings").textContent);
const headers = token ? JSON.stringify({ Authorization: "Bearer " + token }, null, 2) : undefined;
const asked = new URLSearchParams(location.search);
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({
      url: "/graphql",
      subscriptionUrl: location.origin.replace(/^http/, "ws") + "/graphql",
      enableIncrementalDelivery: false,
    }),
    defaultQuery: exampleQuery,
    query: asked.get("query") ?? undefined,
    variables: asked.get("variables") ?? undefined,
    headers,
    defaultHeaders: headers,
    defaultEditorToolsVisibility: token ? "headers" : true,
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
`;

interface Settings {
  readonly exampleQuery: string;
  readonly token: string | null;
}

/** @param urls where the assets are, by name */
export function graphiqlHtml(urls: ReadonlyMap<string, string>, settings: Settings): string {
  const style = (name: string) => `<link rel="stylesheet" href="${urls.get(name)}">`;
  const script = (name: string) => `<script src="${urls.get(name)}"></script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Termgate GraphiQL</title>
<link rel="icon" href="data:,">
${["page.css", "graphiql.css"].map(style).join("\n")}
</head>
<body>
<div id="graphiql"><p id="loading">Loading GraphiQL…</p></div>
<script id="settings" type="application/json">${embedded(settings)}</script>
${["react.js", "react-dom.js", "graphiql.js", "start.js"].map(script).join("\n")}
</body>
</html>
`;
}

/** JSON that can't end the script element it stands in. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
